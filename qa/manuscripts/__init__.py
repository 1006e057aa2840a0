"""Manuscripts: their quotations, the sources these claim, and a verdict on each."""
