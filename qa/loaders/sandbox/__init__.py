"""A process of its own in which files are read, bounded in time and memory."""
