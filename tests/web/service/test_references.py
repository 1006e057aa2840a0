"""References lead to exactly their words, or to nothing."""

from __future__ import annotations

import pytest

from qa.verification.findings import Place
from qa.web.errors import ChangedSourceError, SourceError
from qa.web.service.references import find_quote, hash_of, parsed, reference, reference_of
from tests.support.webs import document, quote

OWNER = document("Yes. No.")
FIND = {OWNER.doc_id: OWNER}.__getitem__


def test_the_reference_of_a_quote_leads_back_to_it() -> None:
    """Also if the name of the file has colons; a place of a claim is referred to likewise."""
    cited = reference(quote(OWNER, 5, 8))
    found, span = find_quote(FIND, cited)
    assert (found, found.text[span.start : span.end]) == (OWNER, "No.")
    assert parsed(cited) == (OWNER.doc_id, 5, 8, hash_of("No."))
    assert reference_of(Place(OWNER.doc_id, OWNER.title, None, 5, 8, "No.")) == cited


@pytest.mark.parametrize("cited", ["", "a:1:2", f"a:4:4:{'0' * 16}", f"a:5:4:{'0' * 16}"])
def test_a_malformed_reference_is_refused(cited: str) -> None:
    """It names no words that could have moved."""
    with pytest.raises(SourceError) as refused:
        find_quote(FIND, cited)
    assert not isinstance(refused.value, ChangedSourceError)


@pytest.mark.parametrize(
    "cited",
    [
        f"a/b:c.txt:5:8:{hash_of('So.')}",
        f"a/b:c.txt:5:9:{hash_of('No.')}",
        f"d.txt:5:8:{hash_of('No.')}",
    ],
)
def test_words_that_changed_may_be_looked_for(cited: str) -> None:
    """Other words, beyond the end of the text, and no document at all."""
    with pytest.raises(ChangedSourceError):
        find_quote(FIND, cited)
