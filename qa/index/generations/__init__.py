"""One generation of an index on disk: its files read, checked, and taken over by the next build."""
