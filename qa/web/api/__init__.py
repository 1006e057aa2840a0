"""The interface for programs: the verbs and records of Python, over HTTP.

Each module has a function that returns its routes; :mod:`qa.web.app` lists the modules.
"""
