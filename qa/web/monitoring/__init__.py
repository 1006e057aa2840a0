"""What the operator of a server sees: the log, and numbers for Prometheus."""
