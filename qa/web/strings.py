"""Every word the page says of its own accord."""

TITLE = "Quoth"
TAGLINE = "Answers in your documents’ own words"

QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask your documents…"
SEND = "Ask"
CONVERSATION_LABEL = "Conversation"
YOU_ASKED = "You asked:"

INVITATION = "Ask, and read the passage that answers."
PROMISE = (
    "Every answer is a quotation, word for word, with the place it comes from. "
    "Where the documents are silent, you are told so."
)
EXAMPLES_LABEL = "Try one of these"
HEADINGS_LABEL = "Look up a section"

ARTICLE = "china-tech-industry.txt"
"""``doc_id`` of the article that comes with Quoth, which these questions are about."""

ARTICLE_QUESTIONS = (
    "How many EVs did Xiaomi deliver in October 2024?",
    "Which EU members opposed the tariffs?",
    "What is the Thousand Talents Program for?",
    "What is the capital of France?",
)

LOADING = "Loading the model…"
SEARCHING = "Searching the documents…"

LIKELY = "Likely answered"
UNCERTAIN = "Uncertain: judge by the quotation"
NOT_FOUND = "Not found in these documents"
NOT_FOUND_EXPLAINED = "No sentence in them answers this question, so there is nothing to quote."
SEARCHED = "Searched for:"
CARRIED = "Searching with:"
WITHOUT = "Search without {word}"
NEAREST = "What came nearest, and does not answer"
CONFIDENCE = "Probability that the documents answer this question: {share:.0%}"
SCORE = "Probability that these words answer the question: {share:.0%}"
UNFOLD = "In context"
UNFOLD_HINT = "Show the sentences around this quotation"
OPEN_SOURCE = "Open the source:"

NOT_ASKABLE = "This cannot be asked"
UNUSABLE = "The documents cannot be asked yet"
FAILED = "That did not work"
UNEXPECTED = (
    "Something went wrong inside Quoth; its log says what. Your question is above: ask it again, "
    "or ask another."
)
UNREADABLE = "Something is wrong with the index; the log of Quoth says what."

SOURCE_LABEL = "Source"
SOURCE_CLOSE = "Close the source"
SOURCE_OPENING = "Opening the source…"
SOURCE_UNREACHABLE = "The source cannot be opened: Quoth does not answer. Is it still running?"
SOURCE_BAD_REFERENCE = "This citation leads nowhere: {reference!r} is not document:start:end."
SOURCE_UNKNOWN = "The document {doc_id!r} is not in the index. Ask again for what is there now."
SOURCE_OUTSIDE = (
    "This citation leads nowhere: {start}–{end} lies outside {doc_id!r}, "
    "which has {length:,} characters."
)
SOURCE_CHANGED = (
    "The document {doc_id!r} has changed since it was quoted. Ask again to quote it as it is now."
)
SOURCE_UNEXPECTED = "The source cannot be opened. The log of Quoth says why."
