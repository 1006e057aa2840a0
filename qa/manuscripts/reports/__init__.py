"""Verdicts on manuscripts for people and for programs."""
