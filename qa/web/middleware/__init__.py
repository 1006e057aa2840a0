"""ASGI middleware that every request passes; see :func:`qa.web.app.application` for the order."""
