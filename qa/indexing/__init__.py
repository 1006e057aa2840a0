"""From files to a new generation of an index."""
