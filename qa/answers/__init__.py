"""From the hits of a search to verbatim quotes, or to "not found"."""
