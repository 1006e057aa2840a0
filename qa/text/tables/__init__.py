"""Tables: where the cells of a row are, and what the rows stand below."""
