"""A grid as a file: a workbook, CSV, JSON Lines, a web page, and as text for a terminal."""
