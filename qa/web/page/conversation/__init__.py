"""The conversation: questions, answers, their quotes, and the page before the first question."""
