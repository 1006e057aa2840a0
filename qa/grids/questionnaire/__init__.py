"""Questionnaires: files of questions, read from the formats that people have them in."""
