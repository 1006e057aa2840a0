"""What the page and the interface for programs share."""
