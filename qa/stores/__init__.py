"""The stores of an index: a folder, and a copy on a cluster."""
