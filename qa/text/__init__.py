"""Text: its sentences, tokens and terms, and how two texts are compared."""
