"""Which sentences are quoted, and when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask, quote
from qa.answers.alike import lowest_alike
from qa.answers.quoting import NEAREST, to_answer
from qa.answers.ranking import rank
from qa.answers.scoring import load_model
from qa.errors import QuestionError
from qa.indexing.in_memory import index_text
from qa.rendering.text import to_json, to_markdown, to_text
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (XIAOMI, "China’s EV sector also received a boost from Xiaomi"),
        ("Which EU members opposed the tariffs?", "This directive followed a vote by EU members"),
        ("When was the AI Development Plan introduced?", "Artificial intelligence is integral"),
        ("What share of GDP goes to R&D?", "As of 2023, the nation’s combined government"),
        ("When will the SU7 Ultra be released?", "Xiaomi has ambitious plans, already taking"),
    ],
)
def test_the_first_quote_answers(article_index: Index, question: str, begins: str) -> None:
    """The sentence that answers stands first, with its section in the citation."""
    answer = ask(question, article_index)
    assert answer.found
    assert answer.quotes[0].text.startswith(begins)
    assert answer.quotes[0].citation.headings
    assert answer.nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "hello world",
        "what is it",
        "中国的人工智能",
        "<script>alert(1)</script>",
        "How do I bake bread?",
    ],
)
def test_what_the_article_does_not_say_is_not_found(article_index: Index, question: str) -> None:
    """There are no quotes then, but the nearest passages."""
    answer = ask(question, article_index)
    assert not answer.found
    assert answer.quotes == ()
    assert len(answer.nearest) == NEAREST
    assert answer.confidence < load_model(with_reader=True).found_from


def test_the_same_question_gives_the_same_bytes(article_index: Index) -> None:
    """Nothing in an answer depends on when it is given."""
    assert to_json(ask(XIAOMI, article_index)) == to_json(ask(XIAOMI, article_index))


def test_scores_fall_and_k_is_the_most(article_index: Index) -> None:
    """Quotes come best first, and the first k are the same whatever k is."""
    question = "Which companies make electric cars?"
    five = ask(question, article_index, k=5).quotes
    assert len(five) > 1
    assert [quote.score for quote in five] == sorted((q.score for q in five), reverse=True)
    assert ask(question, article_index, k=2).quotes == five[:2]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which companies build cars?", True),
        ("What are the challenges?", True),
        ("What large countries agreed?", True),
        ("Name two rivers.", True),
        ("Which process is used?", False),
        ("What was announced?", False),
        ("Who built the bridge?", False),
        ("How many cars were built?", False),
    ],
)
def test_a_question_may_ask_for_several_things(
    article_index: Index, question: str, *, several: bool
) -> None:
    """Then more is quoted beside the best."""
    ranked = rank(article_index, article_index.query(question))
    least = ranked.scores[0] * (ranked.several_from if several else ranked.quoted_from)
    if several:
        least = min(least, lowest_alike(ranked))
    shared = ranked.scores >= least
    quotes = to_answer(article_index, question, ranked, 100, 0.0).quotes
    ends = sum((q.citation.end - q.citation.start) for q in quotes)
    spans = {item.span for item, shown in zip(ranked.evidence, shared, strict=True) if shown}
    assert ends >= sum(span.end - span.start for span in spans)
    assert len(quotes) <= shared.sum()


def test_a_heading_is_never_quoted(article_index: Index) -> None:
    """Asked for word by word, a heading leads to its section and is not itself an answer."""
    (document,) = article_index.documents()
    titles = {heading.title for heading in document.headings}
    for title in titles:
        answer = ask(title, article_index)
        assert not titles & {quote.text for quote in answer.quotes + answer.nearest}


def test_the_same_words_are_quoted_once(library: Library) -> None:
    """Two documents that say the same give one quote, from the first of them."""
    words = "The apple fell on the bird."
    answer = ask("What fell on the bird, an apple?", library.build(a=words, b=words, c="A cloud."))
    quotes = answer.quotes or answer.nearest
    assert [quote.citation.doc_id for quote in quotes if quote.text == words] == ["a.txt"]


def test_a_quote_that_leans_on_the_sentence_before_brings_it_along(
    tmp_path: Path, real_embedder: Embedder
) -> None:
    """The context reaches into the passage before where the quote opens with "This"."""
    first = "An apple hangs high. " * 30 + "The bird wants the apple."
    second = "This is why the cloud watches the bird. " + "It does not rain. " * 30
    library = Library(tmp_path, real_embedder)  # type: ignore[arg-type]
    index = library.build(story=f"{first}\n\n{second}")
    answer = ask("Why does the cloud watch the bird?", index)
    quotes = answer.quotes or answer.nearest
    (leaning,) = [quote for quote in quotes if quote.text.startswith("This is why")]
    text = index.document("story.txt").text
    context = text[leaning.context.start : leaning.context.end]
    assert context.startswith("The bird wants the apple.")


def test_only_the_documents_named_are_asked(library: Library) -> None:
    """The others might as well not be there; an unknown one is refused."""
    index = library.build(a="An apple is red.", b="An apple is green.", c="A cloud is grey.")
    answer = ask("What colour is an apple?", index, documents=["b.txt", "c.txt"])
    assert {q.citation.doc_id for q in answer.quotes + answer.nearest} <= {"b.txt", "c.txt"}
    with pytest.raises(QuestionError, match=r"no document 'z\.txt' in the index"):
        ask("What colour is an apple?", index, documents=["z.txt"])
    with pytest.raises(QuestionError, match="No document is named"):
        ask("What colour is an apple?", index, documents=[])


def test_min_confidence_moves_the_threshold(article_index: Index) -> None:
    """At 0 everything is quoted, at 1 hardly anything; the confidence stays."""
    question = "What is the capital of France?"
    answers = [ask(question, article_index, min_confidence=least) for least in (0.0, None, 1.0)]
    assert [answer.found for answer in answers] == [True, False, False]
    assert len({answer.confidence for answer in answers}) == 1
    assert not ask(XIAOMI, article_index, min_confidence=1.0).found
    with pytest.raises(ValueError, match=r"0 to 1, not 1\.5"):
        ask(question, article_index, min_confidence=1.5)


def test_sentences_side_by_side_that_answer_together_are_one_quote(article_index: Index) -> None:
    """Whatever is asked, no two quotes of an answer touch where both answer about equally well."""
    for title in ("Which companies lead AI?", XIAOMI, "What are the challenges?"):
        ranked = rank(article_index, article_index.query(title))
        answer = to_answer(article_index, title, ranked, 10, 0.0)
        spans = [(q.citation.start, q.citation.end) for q in answer.quotes]
        assert len(set(spans)) == len(spans)
        for start, end in spans:
            assert not any(a < end and start < b for a, b in spans if (a, b) != (start, end))
        text = article_index.document(answer.quotes[0].citation.doc_id).text
        assert all(text[q.citation.start : q.citation.end] == q.text for q in answer.quotes)


def test_two_equal_neighbours_are_quoted_as_one(library: Library) -> None:
    """One slice of the document, from the first to the last of them."""
    text = "Apple birds sing. Apple birds sing! A cloud drifts over the far hills."
    index = library.build(a=text)
    ranked = rank(index, index.query("Which apple birds sing?"))
    quotes = to_answer(index, "?", ranked, 5, 0.0).quotes
    assert quotes[0].text == "Apple birds sing. Apple birds sing!"


def test_why_tells_the_scores(article_index: Index) -> None:
    """Matched terms stand in the question's order; similarities are cosines."""
    why = ask(XIAOMI, article_index).quotes[0].why
    assert why.terms == ("ev", "xiaomi", "deliv", "octob", "2024")
    assert 0.5 < why.evidence < 1
    assert 0.5 < why.dense < 1
    assert why.lexical > 0
    assert 0.5 < why.coverage <= 1


@pytest.mark.parametrize("reader", ["default", "none"])
@pytest.mark.parametrize(
    "question", ["apple", "What is an apple? And what is a bird?", "and birds?", "Clouds"]
)
@pytest.mark.parametrize("least", [None, 0.0])
def test_documents_without_passages_answer_nothing(
    library: Library, question: str, reader: str, least: float | None
) -> None:
    """Headings are not quoted; one question, several, or one that follows another."""
    library.write(a="A bird sings. An apple is red.")
    for name in ("plan", "draft"):
        (library.corpus / f"{name}.md").write_text("# Clouds\n\n## Apples\n", encoding="utf-8")
    index = library.build_as_it_is().index
    before = ask("What is an apple?", index, evidence_model="none")
    answer = ask(
        question,
        index,
        after=before,
        documents=["plan.md", "draft.md"],
        min_confidence=least,
        evidence_model=reader,
    )
    assert (answer.found, answer.confidence, answer.quotes, answer.nearest) == (False, 0.0, (), ())
    assert answer.index == index.fingerprint
    to_json(answer)
    to_text(answer)
    to_markdown(answer)


def test_a_line_without_a_full_stop_is_quoted_alone(real_embedder: Embedder) -> None:
    """It is an entry of its own, however alike the next one is."""
    text = "\n".join(
        f"shelf {letter}{n} holds {n} red pots" for n, letter in enumerate("KMRTW", 41)
    )
    index = index_text(text, "Stock", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask("What is on shelf R43?", index, min_confidence=0.0)
    assert answer.quotes[0].text == "shelf R43 holds 43 red pots"


@pytest.mark.parametrize(("name", "drawn"), [("oven.md", True), ("oven.log", False)])
def test_rows_are_drawn_where_bars_are_edges_of_cells(
    library: Library, name: str, *, drawn: bool
) -> None:
    """Not in a log or in source code, where a bar may be anything."""
    library.corpus.mkdir(exist_ok=True)
    rows = "| Oven | State |\n|---|---|\n| Miwe | cold since May |\n"
    (library.corpus / name).write_text(rows, encoding="utf-8")
    library.build_as_it_is()
    index = library.load()
    answer = ask("What is the state of the Miwe oven?", index, min_confidence=0.0)
    assert any("Miwe" in quote.text for quote in answer.quotes)
    assert all((quote.table is not None) is drawn for quote in answer.quotes)


def test_all_alike_sentences_are_quoted(real_embedder: Embedder) -> None:
    """Where all of them answer, and none of the others does."""
    who = {"Nora": "chess", "Ivo": "go", "Petra": "chess", "Sami": "bridge", "Olaf": "chess"}
    lines = "\n\n".join(
        f"{name} came to us in 201{i} and plays {game}."
        for i, (name, game) in enumerate(who.items())
    )
    index = index_text(f"# Members\n\n{lines}\n", "Members", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    said = " ".join(quote.text for quote in ask("Who plays chess?", index, k=8).quotes)
    assert [name for name in who if name in said] == ["Nora", "Petra", "Olaf"]


def test_an_item_of_a_list_comes_with_what_introduces_it() -> None:
    """Without it, "lost outside the home" would seem to be paid for."""
    text = (
        "# Luggage\n\nWe pay for suitcases.\n\nWe do not pay for:\n\n- money above 400 euros;\n"
        "- mobile phones that are lost outside the home;\n- damage by pets.\n"
    )
    first = quote("Are lost mobile phones covered?", text).quotes[0]
    assert first.text == "- mobile phones that are lost outside the home;"
    assert first.lead_in() == "We do not pay for:"
    (above,) = first.lead_ins
    assert text[above.start : above.end] == above.text
