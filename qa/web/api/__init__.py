"""The interface for programs: the verbs and records of Python, over HTTP."""
