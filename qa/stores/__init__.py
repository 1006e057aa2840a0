"""Where the generations of an index are stored: in a folder, or also on a cluster."""
