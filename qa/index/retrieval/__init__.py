"""The two searches of an index: BM25 over terms, and nearest vectors."""
