"""The page a person sees: the conversation, quotes, and what answers a click."""
