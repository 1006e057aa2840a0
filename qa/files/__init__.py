"""Files on disk: replaced as a whole, hashed, and checked when they are read."""
