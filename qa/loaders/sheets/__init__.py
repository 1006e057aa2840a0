"""Spreadsheets: each sheet is a section, each row of its tables an entry."""
