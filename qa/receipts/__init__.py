"""A receipt: a saved answer, which others can check without index and model.

A receipt is JSON, described by ``qa/receipt.schema.json``. It is sealed by the sha256 of its own
content. The seal shows damage and careless edits. It is not a signature: anyone who forges a
receipt can seal it again. :mod:`qa.verification.verifying` compares receipts with the documents.
"""

from qa.receipts.reading import parse_receipt, read_receipt, receipt_from
from qa.receipts.records import FORMAT, Asked, Preceding, QuoteReceipt, Receipt, Source

__all__ = [
    "FORMAT",
    "Asked",
    "Preceding",
    "QuoteReceipt",
    "Receipt",
    "Source",
    "parse_receipt",
    "read_receipt",
    "receipt_from",
]
