"""Whether quotes are true: receipts, claimed quotations, and answers on file."""
