"""The version of Quoth, for whatever names it in a file."""

__version__ = "0.1.0"
