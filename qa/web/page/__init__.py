"""The page that a person sees.

Each view is a folder with its markup (``view.html``), style (``view.css``) and script
(``view.js``), and is listed in :mod:`qa.web.page.views`. Every folder here is a view but
``frame``, which holds what the views share.
"""
