"""Links in the outputs of ``qa grid``: to the files of the documents, or to the web."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.index.search import Index
    from qa.records import Quote


def links(index: Index, root: Path, folder: Path, base_url: str) -> Callable[[Quote], str]:
    """Return a function that returns the address of a quote's source.

    Without an address on the web, it is the path of the file from the folder of the output: it says
    nothing of the machine, and holds where both are moved together.

    Args:
        index: with the documents.
        root: folder of the index.
        folder: of the output.
        base_url: address of the documents on the web; empty for none.
    """
    from urllib.parse import quote as percent_encoded

    from qa.cli.sources import file_of
    from qa.rendering.citation_formats import link

    @cache
    def path_of(doc_id: str) -> str:
        path, _ = file_of(index.document(doc_id), root)
        if path is None:
            return ""
        try:
            relative = os.path.relpath(path, folder.resolve())
        except ValueError:  # on another drive of Windows
            return ""
        return percent_encoded(Path(relative).as_posix(), errors="surrogateescape")

    def address(quote: Quote) -> str:
        citation = quote.citation
        if base_url:
            return link(quote, base_url, lambda doc_id: index.document(doc_id).text)
        path = path_of(citation.doc_id)
        is_pdf = path.lower().endswith(".pdf") and citation.page is not None
        return f"{path}#page={citation.page}" if is_pdf else path

    return address
