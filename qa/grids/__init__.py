"""Grids: many questions, each put to many documents, a cell for each of both."""
