"""Every word the page says of its own accord."""

from qa.loaders.registry import format_names

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
SILENT_LABEL = "And one that they do not answer"

ARTICLE = "china-tech-industry.txt"
"""``doc_id`` of the article that comes with Quoth, which these questions are about."""

ARTICLE_QUESTIONS = (
    "How many EVs did Xiaomi deliver in October 2024?",
    "Which EU members opposed the tariffs?",
    "What is the Thousand Talents Program for?",
)
ARTICLE_UNANSWERED = "What is the capital of France?"

LOADING = "Loading the model…"
LOOKING = "Looking for something to begin with…"
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

LOGIN_LABEL = "Access token"
LOGIN_EXPLAINED = "These documents are not open to everyone. Type the token you were given."
LOGIN_SEND = "Open"
LOGIN_WRONG = "This token opens nothing here."
LOGIN_TOO_OFTEN = "Too many wrong tokens came from this address. Wait a minute."
LOGIN_NEEDED = "This takes a token. Send it as: Authorization: Bearer TOKEN"

LOGOUT_BY_POST = "Log out with the button in the page, or with POST /logout."
LOG_OUT = "Log out"
LOGOUT_NOT_SAVED = (
    "You are logged out, but this cannot be saved: {path!r} can be neither written nor deleted "
    "({why}). Ask the administrator to delete it, or the session may return after a restart."
)

BUSY = "Quoth is busy with other requests. Try again in a few seconds."
TOO_LONG = "Ask for less, or name the documents to look in."
TOO_OFTEN = "That was asked too often. Wait a few seconds."
TOO_LARGE = "That is more than {most:,} bytes, the most that is taken at once."
TOO_SLOW = "The request did not come in in time. Send it again."
TOO_MANY_TOKENS = "Too many wrong tokens came from this address. Wait a minute."
TOO_MANY_CONNECTIONS = "Too many connections are open. Try again in a few seconds."
MALFORMED = "This is no valid HTTP request."
HALF_PAIR = "{where} holds half of a surrogate pair, which is no character. Send valid Unicode."
NOT_UNICODE = "{where} is not valid Unicode text. Send it as UTF-8."
TOO_DEEP = "The JSON of the request is nested too deeply."
UNKNOWN_HOST = (
    "The host {host!r} is not a name of this server. To allow it, start the server with: "
    "qa serve --name HOST"
)
FOREIGN = "This was sent by a page of another site, which may not do so."
UNEXPECTED_IN_API = "Something went wrong inside Quoth; its log says what."
UNKNOWN_OPERATION = "There is no operation {method} {path}. All operations: /docs"
UNKNOWN_DOCUMENT = "There is no document {doc_id!r} in the index. See what there is: /api/documents"

NOT_WRITTEN = "The document {doc_id!r} could not be written ({why})."
NOT_REMOVED = "The document {doc_id!r} could not be removed ({why})."
NOT_RESTORED = "The document {doc_id!r} could not be restored ({why})."
TAKEN = (
    "A document {doc_id!r} exists already. To replace it, send its ETag as If-Match; the one that "
    "is replaced can be restored. Or choose another name."
)
CHANGED_SINCE = "The document {doc_id!r} has changed since you saw it. Look at it again first."
NO_LONGER = "The document {doc_id!r} does not exist, so there is nothing to replace or remove."
BEHIND_LINK = (
    "lies behind {link!r}, which is no folder or file of its own: it leads to {target!r}. "
    "Documents are changed only inside their folder. Change this one where it is."
)
FULL = "Too many files of that name are in {path}. Delete some."
NO_FORMAT = "is of no format that can be read. These can: {known}"
BAD_NAME = (
    "is no name that a document can have here: no hidden file, no way out of the folder, no "
    'control character, none of \\ : * ? " < > |'
)
READ_ONLY = (
    "The documents can be changed only where qa serve is told their folder: "
    "qa serve --corpus FOLDER"
)
NO_REMOVED = "There is no removed file {removed_id!r}. See what there is: /api/removed"
NO_FILE = "There is no file {doc_id!r} in the folder of the documents."

FEEDBACK_FULL = "The file {path!r} is full. Move it away, and a new one is begun."
FEEDBACK_DAMAGED = (
    "Line {line} of {path!r} cannot be read ({error}). Nothing was changed. Correct or delete that "
    "line, then try again."
)
FEEDBACK_TWICE = "an earlier line has the same question"
FEEDBACK_UNUSABLE = (
    "The file of feedback {path!r} cannot be read or written ({error}). Nothing was changed. Check "
    "who may read and write there, then try again."
)

NAV_ASK = "Ask"
NAV_DOCUMENTS = "Documents"
NAV_INDEX = "About"

EDIT = "Edit"
EDIT_HINT = "Edit this question and ask again"
ALIKE_ONE = "Another quotation in nearly the same words"
ALIKE = "{number} more quotations in nearly the same words"
FURTHER = "Read on:"

WHY = "Why this one"
DENSE = "Meaning, passage"
DENSE_HINT = "Cosine of question and passage"
LEXICAL = "Words, passage"
LEXICAL_HINT = "BM25 of question and passage, beside the highest shown"
EVIDENCE = "Meaning, quotation"
EVIDENCE_HINT = "Cosine of question and quotation"
COVERAGE = "Words, quotation"
COVERAGE_HINT = "Share of what the question asks for that the quotation holds"
TERMS = "In both:"

COPY = "Copy"
COPY_TEXT = "Text"
COPY_MARKDOWN = "Markdown"
COPY_CITATION = "Citation"
COPY_RECORD = "Selectors"
COPY_LINK = "Link"
COPIED = "Copied"
NOT_COPIED = "Not copied"

FEEDBACK = "Right?"
VERDICTS = (
    ("right", "Right", "These words answer the question"),
    ("incomplete", "Incomplete", "They answer a part of it"),
    ("wrong", "Wrong", "They do not answer it"),
)
FEEDBACK_KEPT = "Kept beside the index."

OUTLINE = "Outline"
QUOTE_BEFORE = "Quotation before"
QUOTE_AFTER = "Next quotation"
SEARCH_WITHIN = "Search in this document"
FOUND_TIMES = "{number} found"
DOCUMENT_TEXT = "The document’s text"
PICTURE = "Page as printed"
PICTURE_ALT = "Page {number} as printed, with the quotation marked"
NOT_PRINTED = "has no page to show, or its file is not in the folder of the documents"
CHANGED_FILE = "has changed since it was indexed; build the index again"
NO_PICTURE = (
    "The page cannot be shown as printed: its file is not in the folder of the documents, or has "
    "changed since it was indexed."
)
PAGE_NUMBER = "Page {number}"

DROP = "Drop documents here, or choose them"
DROP_EXPLAINED = format_names()
BUILD = "Build the index again"
BUILT = "The index is built."
ADDING = "Adding"
READ_ONLY_VIEW = (
    "These documents can be read and asked here, not changed. To add and remove some, start Quoth "
    "with their folder: qa serve --corpus FOLDER"
)
FILTER_DOCUMENTS = "Filter by name"
NO_DOCUMENTS = "There are no documents yet."
COLUMN_DOCUMENT = "Document"
COLUMN_SIZE = "Size"
COLUMN_PASSAGES = "Passages"
COLUMN_STATUS = "Status"
COLUMN_ONLY = "Ask only"
COLUMN_ACTIONS = "Actions"
STATUS_INDEXED = "can be asked"
STATUS_NEW = "not in the index yet"
STATUS_CHANGED = "changed since the index was built"
STATUS_REFUSED = "refused"
STATUS_SILENT = "holds nothing to quote"
STATUS_MISSING = "no longer in the folder"
ASK_THIS = "Ask only this"
ASK_ALL = "Ask all documents"
ASKED_ONLY = "Asking only:"
REMOVE = "Remove"
REMOVE_SURE = "Really remove"
MOVED = "{doc_id} was moved to {path}."
UNDO = "Undo"
RESTORE = "Restore"
RESTORED = "{doc_id} is back."
SET_ASIDE = "Removed files"
SET_ASIDE_EXPLAINED = (
    "Files that you removed or replaced stay here until you delete them from the disk. Their words "
    "may also be in the previous version of the index and in feedback. To erase them there, run: "
    "qa remove DOCUMENT. It also lists what it cannot reach."
)
EXISTS = (
    "A different file named {doc_id} already exists. If you replace it, you can restore it later."
)
EXISTS_ALL = "Do the same for the remaining files"
REPLACE = "Replace"
KEEP_BOTH = "Keep both"
CANCEL = "Cancel"
ON_CLUSTER = (
    "Questions go to a cluster (QA_STORE). Builds from this page stay in the index folder and "
    "never change the cluster. To publish them, run: qa build --store {store}"
)

HISTORY_EXPLAINED = "It is stored in this browser only, and stays there until you begin a new one."
EXPORT_MARKDOWN = "Save as Markdown"
EXPORT_JSON = "Save as JSON"
FORGET = "Begin a new one"
FOR_PROGRAMS = "The interface for programs"
FACT_DOCUMENTS = "Documents"
FACT_PASSAGES = "Passages"
FACT_SENTENCES = "Sentences"
FACT_BUILT = "Built"
FACT_MODEL = "Model"
FACT_FINGERPRINT = "Fingerprint"
FACT_SIZE = "Size on disk"

GONE = "Quoth does not answer; it is tried again. Is it still running?"
STALE = "Quoted before, and changed since"
STALE_EXPLAINED = (
    "The documents quoted here are others by now. Ask again to quote them as they are."
)

EMPTY = "There is nothing to ask yet"
EMPTY_EXPLAINED = (
    "Quoth answers from your own documents. Add some, and it reads them here, on this machine."
)
EMPTY_ADD = "Add documents"


NAV_CHECK = "Check"
CHECK_TITLE = "Check a quotation"
CHECK_EXPLAINED = "Is it in the documents, word for word? What differs is named."
CHECK_LABEL = "The quotation"
CHECK_SEND = "Check"
VERIFY_SEND = "Verify a receipt"
VERDICT_EXACT = "It stands there, word for word"
VERDICT_ALTERED = "It was altered"
VERDICT_STITCHED = "It is joined from several places"
VERDICT_ELSEWHERE = "It stands in another document"
VERDICT_ABSENT = "It is not in the documents"
VERDICT_MOVED = "Moved within its document"
VERDICT_GONE = "Gone"
CHANGES = "What differs"
CHANGE_NEGATION = "a negation"
CHANGE_NUMBER = "a number"
CHANGE_NAME = "a name"
CHANGE_WORD = "a word"
CHANGE_PUNCTUATION = "punctuation"
TYPOGRAPHY = "Only the typography differs:"
STANDS_AT = "Where it stands"
RECEIPT = "Save a receipt"
RECEIPT_HINT = "Anyone can verify it against the documents, without index and model"
RECEIPT_EXACT = "Every quotation of the receipt stands where it did"
RECEIPT_NOT_EXACT = "Not all of the receipt is as it was"
RECEIPT_NOT_VERIFIED = "Not verified:"
NO_RECEIPT = "This file is not a receipt. To make one, choose “Save a receipt” under an answer."
RECEIPT_LONG = (
    "has {number:,} quotes, and at most {most:,} are verified at once here. Use: qa verify RECEIPT"
)


def all_words() -> dict[str, str]:
    """Return every word of the page by its name in lower case."""
    return {
        name.lower(): word
        for name, word in globals().items()
        if name.isupper() and isinstance(word, str)
    }
