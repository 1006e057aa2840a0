"""What every request passes: limits, log-in, security headers, and the log."""
