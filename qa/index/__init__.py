"""A built index: its parts on disk, and search over them.

>>> from qa.index import Index
"""

from qa.index.query import Query
from qa.index.search import Index

__all__ = ["Index", "Query"]
