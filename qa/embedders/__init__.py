"""Texts into vectors of unit norm."""
