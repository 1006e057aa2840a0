"""A build's work on the processes of Ray, on this machine or on a cluster."""
