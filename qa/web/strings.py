"""Every string that the page shows and the server answers with, ready for translation.

There is one group for each view. A string is a whole sentence or a label, so that a translation
can put its words in another order; names in braces are placeholders. What depends on a number is
a :class:`Plural`. To translate the page, translate the values here, set :data:`LOCALE`, and give
:class:`Plural` the plural forms of the language.

The scripts of the page get these strings as JSON, see :func:`all_words`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from qa import records
from qa.grids.outputs.entries import LABELS
from qa.grids.questionnaire import reading
from qa.loaders.registry import format_names
from qa.rendering import text
from qa.verification import findings

LOCALE = "en-GB"
"""BCP 47 tag of the language, by which numbers, dates, sizes and plurals are formatted."""


@dataclass(frozen=True, slots=True)
class Plural:
    """A string that depends on ``{number}``, by the plural categories of Unicode CLDR.

    Attributes:
        one: for one thing.
        other: for any other number of things.
    """

    one: str
    other: str

    def format(self, number: int, **values: object) -> str:
        """Return the string for a number of things.

        Args:
            number: how many there are.
            values: the other placeholders of the string.
        """
        form = self.one if number == 1 else self.other
        return form.format(number=number, **values)


# The frame around all views

TITLE = "Quoth"
TAGLINE = "Answers in your documents’ own words"
NAVIGATION = "Views"
CONNECTION_LOST = "Quoth is not responding. Trying to reconnect…"
COLLECTION_MENU = "Collection: {title}"
COLLECTION_PAGE = "{title} · Quoth"
COLLECTION_EMPTY = "no documents"
COLLECTION_UNUSABLE = "cannot be used"
COLLECTION_DOCUMENTS = Plural("{number} document", "{number} documents")
UNREACHABLE = "Quoth is not responding. Check that it is running, then try again."
REQUEST_FAILED = "The request failed (HTTP status {status}). Try again."

# Conversation, before the first question

NAV_ASK = "Ask"
INVITATION = "Ask a question. Read the passage that answers it."
PROMISE = (
    "Every answer is a quote from your documents, word for word, with its source. "
    "If they do not answer, Quoth says so."
)
EXAMPLES_LABEL = "Try one of these"
EXPLORE = "Explore {title}: {heading}"
UNANSWERED_LABEL = "Or ask something they don’t answer"

ARTICLE = "china-tech-industry.txt"
"""``doc_id`` of the article that comes with Quoth, which these questions are about."""

ARTICLE_QUESTIONS = (
    "How many EVs did Xiaomi deliver in October 2024?",
    "Which EU members voted against the tariffs?",
    "What is the Thousand Talents Program for?",
)
ARTICLE_UNANSWERED = "What is the capital of France?"

LOADING = "Loading the model…"
LOOKING = "Finding examples in your documents…"

EMPTY = "Add documents to get started"
EMPTY_EXPLAINED = (
    "Quoth answers questions with quotes from your own documents. It reads them on the machine "
    "that it runs on."
)
EMPTY_ADD = "Add documents"
UNBUILT = Plural(
    one="One document is not in the index yet",
    other="{number} documents are not in the index yet",
)
UNBUILT_EXPLAINED = (
    "Quoth answers questions with quotes from them as soon as the index is built. It reads them on "
    "the machine that it runs on."
)
UNBUILT_OPEN = "Go to the documents and build it"

# Conversation, questions and answers

QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask your documents…"
SEND = "Ask"
CONVERSATION_LABEL = "Conversation"
YOU_ASKED = "You asked:"
EDIT = "Edit"
EDIT_HINT = "Edit this question and ask again"
SEARCHING = "Searching your documents…"

LIKELY = text.LIKELY
UNCERTAIN = text.UNCERTAIN
NOT_FOUND = records.NOT_FOUND.removesuffix(".")
NOT_FOUND_EXPLAINED = "Quoth found no sentence that answers this question."
NEAREST = records.NEAREST.removesuffix(":")
BEYOND_LIMIT = text.LEFT_OUT
SEARCHED = f"{text.SEARCHED} {{question}}"
WITHIN = f"{text.WITHIN} {{document}}"
CARRIED = "Words added from your earlier questions:"
WITHOUT = "Search again without “{word}”"
NOT_IN_DOCUMENT = text.UNKNOWN
ALIKE = Plural(
    one="One more quote in nearly the same words",
    other="{number} more quotes in nearly the same words",
)
FURTHER = "Read on in the next sections:"
FURTHER_ASKED = "Read on in the next questions:"

OPEN_OUTLINE = "Open the outline of “{title}”"
OPEN_DOCUMENT = "Open “{title}”"

NOT_ASKABLE = "This question cannot be answered"
UNUSABLE = "Your documents are not ready"
FAILED = "Something went wrong"
UNEXPECTED = (
    "An unexpected error occurred. Quoth’s log has the details. Ask the question again, or ask "
    "another one."
)
UNREADABLE = "The index cannot be read. Quoth’s log has the details."
STALE = "The quoted documents have changed"
STALE_EXPLAINED = "Ask the question again to get quotes from the current documents."

# Conversation, a quote

SCORE = "Probability that this quote answers the question: {share:.0%}"
OPEN_SOURCE = "Open the source:"
TITLE_APART = "{title} ({apart})"
CITED_PAGE = "{title}, page {number}"
CITED_RECOGNIZED = "{cited} · words recognized in a picture, {certainty:.0%} certain"
CITED_LINE = "{title}, line {number}"
CITED_ROW = "{title}, row {number}"
ALSO_IN = "Also in: {documents}"
NAMES_HINT = "From the top of the table, not quoted"
LEAD_IN_HINT = "From above the list, not quoted"
NAMES_HINT_READ = "The names of the columns are from the top of the table, and not quoted."
CONTEXT = "Context"
CONTEXT_HINT = "Show the sentences around this quote"

WHY = "Why this quote?"
DENSE = "Meaning, passage"
DENSE_HINT = "Cosine similarity of the question and the passage"
LEXICAL = "Words, passage"
LEXICAL_HINT = "BM25 score of the passage; the bar is relative to the highest score shown"
EVIDENCE = "Meaning, quote"
EVIDENCE_HINT = "Cosine similarity of the question and the quote"
COVERAGE = "Words, quote"
COVERAGE_HINT = "Share of the question’s words that the quote contains"
TERMS = "Words in both:"

COPY = "Copy"
COPY_TEXT = "Copy text"
COPY_MARKDOWN = "Copy Markdown"
COPY_CITATION = "Copy citation"
COPY_SELECTORS = "Copy selectors (JSON)"
COPY_LINK = "Copy link"
COPIED = "Copied"
NOT_COPIED = "Could not copy"

FEEDBACK = "Rate"
RATING_RIGHT = "Right"
RATING_RIGHT_HINT = "The quote answers the question"
RATING_INCOMPLETE = "Incomplete"
RATING_INCOMPLETE_HINT = "The quote answers part of the question"
RATING_WRONG = "Wrong"
RATING_WRONG_HINT = "The quote does not answer the question"
FEEDBACK_SAVED = "Saved in the index folder."

RECEIPT = "Save receipt"
RECEIPT_HINT = "Anyone can verify it against the documents, without the index or a model"

PIN = "Pin"
PIN_HINT = "See under Pinned whether this answer still holds when the documents have changed"
PIN_DONE = "Pinned"

NOT_RESTORED = "This conversation cannot be shown"
NOT_RESTORED_DAMAGED = (
    "What this browser has stored is damaged, or is from another version of Quoth. It is not "
    "deleted: you can export it as JSON under Conversations."
)

# Pinned answers

NAV_PINS = "Pinned"
PINS_EXPLAINED = (
    "Pinned answers are stored in this browser only. Each is compared with the documents as they "
    "are indexed now."
)
NO_PINS = "No pinned answers yet. Pin an answer with the button below it."
PINS_SAVE = "Save as a file"
PINS_SAVE_HINT = "For qa watch, which compares the answers after each build"
PINS_FULL = "This browser has no room for more pinned answers. Unpin some under Pinned."
PIN_COMPARING = "Comparing…"
PIN_FACTS = "Pinned {age}"
PIN_ASK = "Ask again"
PIN_REMOVE = "Unpin"
PIN_REMOVE_LABEL = "Unpin {question}"
PIN_REMOVED = "Unpinned: {question}"
PIN_MOVED = "The same words are in {doc_id} now."
PIN_OLD = "No longer in the document:"
PIN_NEW = "New in the document:"
PIN_GONE = "These words are not in {doc_id} any more."
PIN_ELSEWHERE = "{doc_id} has the same words."
PIN_ANSWERED = "The question is now answered with:"
PIN_NOT_ANSWERED = "The documents do not answer the question any more."
PIN_SOURCE = "Open {doc_id}"
STATE_AS_SAVED = "as saved"
STATE_MOVED = "moved"
STATE_CHANGED = "changed"
STATE_GONE = "gone"
STATE_ANSWERED_OTHERWISE = "answered otherwise"

# Conversations

NAV_CONVERSATIONS = "Conversations"
NEW = "New"
NEW_CONVERSATION = "New conversation"
CONVERSATIONS_EXPLAINED = "Your conversations are stored in this browser only."
FILTER_CONVERSATIONS = "Filter conversations"
NO_CONVERSATIONS = "No conversations yet."
CONVERSATION_FACTS = Plural(one="{number} question, {age}", other="{number} questions, {age}")
RENAME = "Rename"
RENAME_LABEL = "Rename {name}"
EVERYTHING = "Find everything that answers"
EVERYTHING_SEARCHING = "Reading all passages that may answer …"
EVERYTHING_FOUND = Plural(one="{number} answer", other="{number} answers")
EVERYTHING_IN = Plural(one="in {number} document", other="in {number} documents")
EVERYTHING_ITEMS = Plural(one="with {number} list item", other="with {number} list items")
EVERYTHING_NONE = "Nothing else was found that answers."
EVERYTHING_NONE_MISSED = "Probably few or none were missed."
EVERYTHING_MISSED = Plural(
    one="About {number} more may have been missed.",
    other="About {number} more may have been missed.",
)
EVERYTHING_UNREAD = Plural(
    one="{number} more passage may answer and was not read.",
    other="{number} more passages may answer and were not read.",
)
EVERYTHING_EACH = Plural(
    one="{number} question, answered on its own.",
    other="{number} questions, each with its own answers.",
)
EVERYTHING_CLOSE = "Close"
EXPORT = "Export"
EXPORT_LABEL = "Export {name}"
EXPORT_MARKDOWN = "Markdown"
EXPORT_HTML = "Web page that checks itself (HTML)"
EXPORT_PDF = "PDF"
EXPORT_DOCX = "Word, with footnotes (DOCX)"
EXPORT_ANNOTATED = "Quoted PDFs, highlighted (ZIP)"
EXPORT_RIS = "Zotero, EndNote (RIS)"
EXPORT_OBSIDIAN = "Obsidian notes (ZIP)"
EXPORT_HYPOTHESIS = "Hypothesis (JSON)"
EXPORT_ANSWER_HINT = "Save this answer as PDF, Word and other formats"
EXPORT_JSON = "Data with receipts (JSON)"
DELETE = "Delete"
DELETE_LABEL = "Delete {name}"
CONVERSATION_DELETED = "Deleted “{name}”."
CONVERSATION_RESTORED = "Restored “{name}”."
CONVERSATION_GONE = "This conversation was deleted in another tab."
UNDO_DELETE_LABEL = "Undo the deletion of {name}"
CONVERSATION_COPY = "{name} (copy)"
CONVERSATION_APART = (
    "This conversation was continued in another tab. Yours is now a conversation of its own: "
    "“{name}”."
)
CONVERSATIONS_FULL = (
    "This browser has no space left, so the last answer is not stored. Export or delete "
    "conversations that you no longer need."
)
CONVERSATIONS_UNAVAILABLE = (
    "This browser stores no conversations, perhaps because its window is private. This one ends "
    "when you close the page."
)

# Source

SOURCE_LABEL = "Source"
SOURCE_CLOSE = "Close the source"
SOURCE_CLOSE_HINT = "Close the source (Esc)"
SOURCE_NOTES = "Notes on this document"
SOURCE_OPENING = "Opening the source…"
SOURCE_UNREACHABLE = (
    "The source cannot be opened because Quoth is not responding. Check that it is running."
)
SOURCE_BAD_REFERENCE = (
    "The citation {reference!r} is invalid. Its form must be document:start:end:hash."
)
SOURCE_UNKNOWN = (
    "The document {doc_id!r} is not in the index. Ask again to search the current documents."
)
SOURCE_NO_PIECE = "The document {doc_id!r} has changed since it was opened. Open it again."
SOURCE_CHANGED = (
    "The document {doc_id!r} has changed since it was quoted. Ask again to quote its current text."
)
SOURCE_UNEXPECTED = "The source cannot be opened. Quoth’s log has the details."

QUOTE_CHANGED = "This quote has changed in the document since you asked."
QUOTE_GONE = "These words are no longer in the document:"
QUOTE_MOVED = "This quote has moved since you asked. Its words are the same."
NOW_READS = "Now reads:"
NEAREST_NOW = "Closest sentence in the document now:"
ASK_AGAIN = "Ask again"

OUTLINE = "Outline"
QUOTE_BEFORE = "Previous quote"
QUOTE_AFTER = "Next quote"
QUOTE_COUNT = "Quote {number} of {total}"
SEARCH_WITHIN = "Search in this document"
MATCH_COUNT = "{number} of {total}"
MATCH_UNMARKED = "{number} of {total}, on this page but not marked"
NO_MATCHES = "No matches"
SEARCHING_WITHIN = "Reading the document…"
MATCH_BEFORE = "Previous match (Shift+Enter)"
MATCH_AFTER = "Next match (Enter)"
PAGE_JUMP = "Page"
PAGE_OF = "of {total}"
DOCUMENT_TEXT = "Text of the document"
TABLE = "Table"
PICTURE = "As printed"
PICTURE_HINT = "Show the pages as printed"
PICTURE_LABEL = "Pages as printed"
PICTURE_ALT = "Page {number} as printed"
PICTURE_ALT_QUOTED = "Page {number} as printed, with the quote highlighted"
ZOOM_OUT = "Zoom out"
ZOOM_IN = "Zoom in"
ZOOM_FIT = "Fit width"
NOT_PRINTED = (
    "There is no printed page. The document has no pages, or its file is not in the documents "
    "folder."
)
CHANGED_FILE = "The file has changed since it was indexed. Build the index again."
PAGE_NUMBER = "Page {number}"
NO_PAGE = "The document {doc_id!r} has no page {number}."

# Source, the list of documents below the question

SOURCES = "Sources"
SOURCES_ALL = Plural(one="Sources: 1 document", other="Sources: all {number}")
SOURCES_SOME = "Sources: {chosen} of {total}"
SOURCES_EMPTY = "Sources: none yet"
SOURCES_HINT = "Choose which documents are searched, or open one"
SOURCES_SEARCH = "Search by name"
SOURCES_NONE = "No documents"
SOURCES_MORE = Plural(
    one="One more document. Search by name to find it.",
    other="{number} more documents. Search by name to find them.",
)
SOURCES_PAGES = Plural(one="{number} page", other="{number} pages")
SORT_BY = "Sort by"
SORT_NAME = "Name"
SORT_DATE = "Date"
SORT_PAGES = "Pages"
CHOOSE_ALL = Plural(one="All ({number})", other="All ({number})")
CHOOSE_FOUND = Plural(one="The one found", other="All {number} found")
CHOOSE_DOCUMENT = "Search in {doc_id}"
CHOOSE_FOLDER = "Search in the folder {folder}"
CHOSEN_IN_FOLDER = "{chosen} of {total}"
CHOICE_NONE = Plural(
    one="Nothing is chosen, so the only document is searched.",
    other="Nothing is chosen, so all {number} documents are searched.",
)
CHOICE_LOST = "The documents you chose are gone, so all documents are searched."
ASK_ALL = "Choose all"

# Documents, add files and build the index

NAV_DOCUMENTS = "Documents"
DROP = "Drop files or folders here, or choose files"
CHOOSE_FOLDER_TO_ADD = "Choose a folder"
DROP_ANYWHERE = "Drop files or folders to add them"
DROP_ANYWHERE_EXPLAINED = "They are copied into the documents folder, “{folder}”."
DROP_EXPLAINED = format_names()
READ_ONLY_VIEW = (
    "You can read and search these documents, but not change them here. To add and remove "
    "documents, start Quoth with their folder: qa serve --corpus FOLDER"
)
READER_VIEW = (
    "You can read and search these documents, but not change them. If you need to, ask whoever "
    "runs this Quoth."
)
ON_CLUSTER = (
    "Questions go to a cluster (QA_STORE). Builds on this page update only the index folder, never "
    "the cluster. To publish to it, run: qa build --store {store}"
)
ADDING = "Adding {name}…"
ADDED = Plural(
    one="Copied 1 file into the documents folder.",
    other="Copied {number} files into the documents folder.",
)
ADDING_STOPPED = "Stopped: {added} of {total} files were copied into the documents folder."
NOTHING_ADDED = "Nothing was added."
NOTHING_TO_ADD = "There are no files in this folder."
LEFT_OUT_TYPES = Plural(
    one="Left out: 1 file of a type that Quoth does not read ({types}).",
    other="Left out: {number} files of types that Quoth does not read ({types}).",
)
LEFT_OUT_TYPES_MORE = (
    "Left out: {number} files of types that Quoth does not read ({types} and others)."
)
LEFT_OUT_HIDDEN = Plural(one="Left out: 1 hidden file.", other="Left out: {number} hidden files.")
FILE_UNREADABLE = (
    "The browser cannot read this file. Check that it still exists, then add it again."
)
FILE_NO_FORMAT = (
    "This file type is not supported. Save the file as PDF, Word or text, and use that instead."
)
FILE_TOO_LARGE = (
    "This file has {size}, and at most {most} can be added here. Copy it into the documents "
    "folder, or split it."
)
MORE_REFUSED = Plural(one="One more file was refused.", other="{number} more files were refused.")
DONE_OF = "{done} of {total}"
AMOUNT_OF = "{done} of {total}"
TIME_LEFT = "about {time} left"
FILE_REFUSED = "{name}: {reason}"
EXISTS = (
    "A different file named {doc_id} already exists. If you replace it, you can restore it later."
)
EXISTS_ALL = Plural(
    one="Do the same for the remaining file",
    other="Do the same for the remaining {number} files",
)
REPLACE = "Replace"
KEEP_BOTH = "Keep both"
CANCEL = "Cancel"

BUILD = "Build the index"
BUILDING = "{stage}…"
BUILD_PROGRESS = "Progress of the build"
BUILT = "The index is ready."
BUILT_WITHOUT = Plural(
    one="The index is ready. 1 file cannot be searched.",
    other="The index is ready. {number} files cannot be searched.",
)
ADDED_WITHOUT = Plural(
    one="The index is ready. 1 of the files you added cannot be searched.",
    other="The index is ready. {number} of the files you added cannot be searched.",
)
NOT_ADDED_SHOW = "Show what to do"
STAGE_LOADING_THE_MODEL = "Loading the model"
STAGE_READING = "Reading documents"
STAGE_COMPARING = "Looking for changes"
STAGE_SPLITTING = "Finding passages"
STAGE_PREPARING_THE_MODEL = "Preparing the model"
STAGE_EMBEDDING = "Indexing passages"
STAGE_WRITING = "Saving the index"

# Documents, the list

FILTER_DOCUMENTS = "Filter by name"
NO_DOCUMENTS = "No documents yet."
COLUMN_DOCUMENT = "Document"
COLUMN_PAGES = "Pages"
COLUMN_SIZE = "Size"
COLUMN_PASSAGES = "Passages"
COLUMN_DATE = "Changed"
COLUMN_STATUS = "Status"
COLUMN_ACTIONS = "Actions"
STATUS_INDEXED = "Ready"
STATUS_NEW = "Not in the index yet"
STATUS_CHANGED = "Changed since the last build"
STATUS_REFUSED = "Cannot be read"
STATUS_EMPTY = "No text found (scanned?)"
STATUS_MISSING = "No longer in the folder"
FOUND_DOCUMENTS = Plural(one="{found} of {number}", other="{found} of {number}")
SHOW_MORE = "Show {more} more ({shown} of {total} are shown)"
UNREAD_FILES = Plural(
    one="One file cannot be read, and is not searched: {names}. The reason is below its name in "
    "the list: correct the file and add it again, or remove it.",
    other="{number} files cannot be read, and are not searched: {names}. The reasons are below "
    "their names in the list: correct the files and add them again, or remove them.",
)
UNREAD_FILES_THERE = Plural(
    one="One file cannot be read, and is not searched: {names}. The reason is below its name in "
    "the list.",
    other="{number} files cannot be read, and are not searched: {names}. The reasons are below "
    "their names in the list.",
)
UNREAD_MORE = "{number} more"
UNREAD_SHOW = "Show {doc_id} in the list"

OCR_ASK = (
    "to have them read, ask the person who runs this server to install text recognition (OCR) and "
    "to build the index again, or add a copy of the file in which text can be selected"
)
"""What a visitor can do about pictures of words; the owner of the server reads the command."""

REMOVE = "Remove"
REMOVE_LABEL = "Remove {doc_id}"
REMOVE_SURE = "Remove? The file moves to .removed."
REMOVE_SURE_LABEL = "Remove {doc_id}? The file moves to .removed."
REMOVED = "Removed {doc_id}. The file is now at {path}."
UNDO = "Undo"
UNDO_LABEL = "Undo the removal of {doc_id}"
RESTORE = "Restore"
RESTORE_LABEL = "Restore {doc_id}"
RESTORED = "Restored {doc_id}."
REMOVED_FILES = "Removed files ({number})"
REMOVED_FILE = "{path}, {size}, {age}"
REMOVED_FILES_EXPLAINED = (
    "Files that you removed or replaced stay here until you delete them from the disk. Their text "
    "may also remain in the previous version of the index and in feedback. To erase it there, run: "
    "qa remove DOCUMENT. The command lists what it cannot reach."
)

# Check

NAV_CHECK = "Check"
CHECK_TITLE = "Check quotations"
CHECK_EXPLAINED = (
    "Paste a text, or drop a file here. Each quotation in it is compared with your documents, word "
    "for word. The text and the file are not stored."
)
CHECK_LABEL = "Text or quotation to check"
CHECK_ORIGIN = "Said to be from (optional): a document or a folder"
CHECK_SEND = "Check"
CHECK_FILE = "Check a file"
VERIFY_SEND = "Verify a receipt"
CHECKING = "Checking…"
CHECK_DROP = "Drop a file to check it"
CHECK_WHOLE = "No quotation marks: the whole text was checked as one quotation."
CHECK_UNCHECKED = Plural(
    one="{number} more quotation was not checked. Check the rest of the text separately.",
    other="{number} more quotations were not checked. Check the rest of the text separately.",
)
CHECK_SUMMARY = Plural(
    one="{number} quotation: {counts}",
    other="{number} quotations: {counts}",
)
CHECK_COUNT = "{number} {verdict}"
COUNTED_EXACT = findings.WORDS[findings.EXACT]
COUNTED_ALTERED = findings.WORDS[findings.ALTERED]
COUNTED_STITCHED = findings.WORDS[findings.STITCHED]
COUNTED_ELSEWHERE = findings.WORDS[findings.ELSEWHERE]
COUNTED_ABSENT = findings.WORDS[findings.ABSENT]
COUNTED_MOVED = "moved"
COUNTED_GONE = "gone"
COUNTED_UNCHECKED = "not checked"
CHECK_SHOW = "Show"
CHECK_ALL = "All ({number})"
CHECK_ONLY = "{verdict} ({number})"
CHECK_SAVE = "Save the report"
CHECK_REPORT = "Report on quotations"
CHECK_REPORT_FILE = "quotations"
CHECK_NUMBERED = "{number}. {verdict}"
CHECK_LINE = "line {number}"
CHECK_OPEN = "{place}: open {doc_id}"
CHECK_MARKDOWN = "Markdown"
CHECK_HTML = "HTML"
CHECK_CLAIMED = "In the text: "
CHECK_ACTUAL = "In the document: "
CHECK_DIFFERS = "Differs in: {kinds}. Struck out: your text; highlighted: the document."
CHECK_LEFT_OUT = "Left out between them: “{words}”"
CHECK_MISSING = "Not found: “{words}”"
EMPTY_FILE = "The file is empty."
VERDICT_UNCHECKED = "Not checked"
VERDICT_EXACT = "In the documents, word for word"
VERDICT_ALTERED = "Found, but altered"
VERDICT_STITCHED = "Joined from several passages"
VERDICT_ELSEWHERE = "In another document"
VERDICT_ABSENT = "Not found in the documents"
VERDICT_MOVED = "Moved within its document"
VERDICT_GONE = "No longer in the documents"
CHANGE_NEGATION = "negation"
CHANGE_NUMBER = "number"
CHANGE_NAME = "name"
CHANGE_WORD = "wording"
CHANGE_ORDER = "word order"
CHANGE_PUNCTUATION = "punctuation"
TYPOGRAPHY_ONLY = "Only the typography differs: {kinds}"
TYPOGRAPHY_TOO = "The typography differs too: {kinds}"
NEAREST_SENTENCE = "Closest sentence"
RECEIPT_EXACT = "Every quote in the receipt matches the documents"
RECEIPT_NOT_EXACT = "The receipt differs from the documents"
RECEIPTS_EXACT = Plural(
    one="Every quote in the receipt matches the documents",
    other="Every quote in the {number} receipts matches the documents",
)
RECEIPTS_NOT_EXACT = Plural(
    one="The receipt differs from the documents",
    other="Not all of the {number} receipts match the documents",
)
RECEIPT_NUMBERED = "{number}. {question}"
RECEIPT_EMPTY = "This answer has no quotes."
RECEIPT_SUMMARY = Plural(
    one="{number} quote: {counts}",
    other="{number} quotes: {counts}",
)
RECEIPT_ASKED = "Question: {question}"
RECEIPT_MOVED_TO = "Now in {doc_id}"
RECEIPT_NOT_VERIFIED = "Not verified: {parts}."
PART_QUESTION = "the question"
PART_SEARCHED = "the words searched for"
PART_CARRIED = "words from earlier questions"
PART_FOUND = "whether an answer was found"
PART_CONFIDENCE = "the probability of an answer"
PART_SCORE = "the probability of each quote"
PART_ASKED = "the settings of the search"
PART_INDEX = "the index"
PART_VERSIONS = "the versions of Quoth and its models"
PART_CHOICE_AND_ORDER_OF_THE_QUOTES = "the choice and order of the quotes"
PART_WHETHER_OTHER_FILES_HAVE_THE_SAME_BYTES = "whether other files have the same content"
RECEIPT_MAKE = (
    "To make one, choose “Save receipt” below an answer, or export a conversation as “Data with "
    "receipts”"
)
NO_RECEIPT = f"This file has no receipts. {RECEIPT_MAKE}."
RECEIPT_LONG = (
    "has {number:,} quotes, and at most {most:,} can be verified here at once. Use: "
    "qa verify RECEIPT"
)

# Grid

NAV_GRID = "Grid"
GRID_TITLE = "Many questions, many documents"
GRID_EXPLAINED = (
    "Paste questions, one on each line, or drop a file of them here: Excel, CSV, TSV, JSON Lines, "
    "text. Each question goes to each document. A cell has the document’s own words, or nothing."
)
GRID_LABEL = "Questions, one on each line, or cells from a spreadsheet"
GRID_FORMATS = ",".join(sorted(filter(None, reading.SUFFIXES)))
GRID_DROP = "Drop a file of questions to read it"
GRID_FILE = "Choose a file of questions"
GRID_READ = Plural(one="One question from {name}.", other="{number} questions from {name}.")
GRID_UNREAD = "{name} could not be read: {problem}"
GRID_SHOW_QUESTIONS = "Show the questions"
GRID_OTHER_QUESTIONS = "Use other questions"
GRID_NO_QUESTIONS = "Type or paste questions first, or choose a file of them."
GRID_OVER_ALL = Plural(
    one="The questions go to the only document.",
    other="The questions go to all {number} documents.",
)
GRID_OVER_SOME = Plural(
    one="The questions go to 1 chosen document of {total}.",
    other="The questions go to {number} chosen documents of {total}.",
)
GRID_CHOOSE = "Choose documents"
GRID_TOGETHER = "One column only, answered from all documents together"
GRID_SEND = "Fill the grid"
GRID_STARTING = "Starting…"
GRID_EARLIER = "Earlier grids"
GRID_EARLIER_FACTS = "{state}, {done} of {total} cells"
GRID_WAITING = "Another grid is being filled. This one waits for its turn."
GRID_RUNNING = "Filling the grid…"
GRID_DONE = "The grid is filled: {counts}."
GRID_STOPPED = "Stopped. The filled cells stay here. A saved file says that it is unfinished."
GRID_FAILED = "The grid could not be filled: {error}"
GRID_STATE_WAITING = "waiting"
GRID_STATE_RUNNING = "being filled"
GRID_STATE_DONE = "filled"
GRID_STATE_STOPPED = "stopped"
GRID_STATE_FAILED = "failed"
GRID_PROGRESS = "Progress of the grid"
GRID_IS_OUTDATED = (
    "The documents were indexed again after this grid was filled. Its cells have not changed. "
    "Fill the grid again to ask the documents as they are now."
)
GRID_STOP = "Stop"
GRID_CONTINUE = "Continue"
GRID_DELETE = "Delete this grid"
GRID_DELETE_SURE = "Delete it? This cannot be undone."
GRID_DELETED = "The grid is deleted."
GRID_SAVE = "Save the grid as"
GRID_SAVE_EXPLAINED = "Grids are lost when the server stops. Save the ones that you need."
GRID_AS_XLSX = "Excel"
GRID_AS_DOCX = "Word"
GRID_AS_PDF = "PDF"
GRID_AS_CSV = "CSV"
GRID_AS_JSONL = "JSON Lines"
GRID_AS_HTML = "Web page"
GRID_QUESTION = "Question"
GRID_ALL_DOCUMENTS = "All documents"
GRID_UNFILLED = "Not filled yet"
GRID_MORE = Plural(one="Show one more question", other="Show {number} more questions")
GRID_HIDE = Plural(
    one="Hide the document without a quote", other="Hide {number} documents without a quote"
)
GRID_SURE = "{label}, {percent}%"
GRID_NAME = Plural(one="{question} (and 1 more)", other="{question} (and {number} more)")
GRID_QUESTIONS = Plural(one="1 question", other="{number} questions")
GRID_DOCUMENTS = Plural(one="1 document", other="{number} documents")
GRID_CELL = "The open cell"
GRID_FIRST = "Choose a quote"
GRID_OTHER = "Choose another quote"
GRID_EMPTY = "Empty the cell"
GRID_RESTORE = "Put back what was found"
GRID_SEARCHING = "Searching the document…"
GRID_CANDIDATES = Plural(
    one="This sentence comes nearest. Choose it if it answers.",
    other="These {number} sentences come nearest, the best first. Choose one that answers.",
)
GRID_CHOSEN = "Your choice is in the grid, marked as chosen by hand."
GRID_EMPTIED = "The cell is empty, marked as emptied by hand."
GRID_RESTORED = "The cell shows again what was found."
CELL_LIKELY = LABELS["likely"]
CELL_UNCERTAIN = LABELS["uncertain"]
CELL_NOT_FOUND = LABELS["not_found"]
CELL_NOT_ASKED = LABELS["not_asked"]
CELL_CHOSEN = LABELS["chosen"]
CELL_EMPTIED = LABELS["emptied"]
CELL_UNFILLED = LABELS["unfilled"]

# About the index

NAV_INDEX = "About"
INDEX_TITLE = "About this index"
FACT_DOCUMENTS = "Documents"
FACT_PASSAGES = "Passages"
FACT_SENTENCES = "Sentences"
FACT_BUILT = "Last build"
FACT_MODEL = "Model"
FACT_FINGERPRINT = "Fingerprint"
FACT_SIZE = "Size on disk"
TIME_AND_AGE = "{time} ({age})"
MODEL_AND_HASH = "{model} ({sha256})"
SHORTCUTS = "Keyboard shortcuts"
SHORTCUTS_HINT = "Keyboard shortcuts (Ctrl+/)"
KEY_ENTER = "Enter"
KEY_SHIFT = "Shift"
KEY_CONTROL = "Ctrl"
KEY_ESCAPE = "Esc"
KEY_ASK = "Ask the question"
KEY_LINE = "Start a new line"
KEY_RECALL = "Go through your earlier questions"
KEY_FIELD = "Go to the question field"
KEY_PART = "Go to the next part of the page"
KEY_CLOSE = "Close what is open; from the question, go to the answer"
KEY_LIST = "Show this list"
KEY_LIST_TOO = "Show this list when you are not typing"
CLOSE = "Close"
FOR_PROGRAMS = "Read the documentation of the HTTP API"

# Log in and log out

LOGIN_LABEL = "Access token"
LOGIN_EXPLAINED = "Access to these documents is restricted. Enter your access token."
LOGIN_SEND = "Log in"
LOGIN_WRONG = "This access token is not valid."
LOGIN_NEEDED = "An access token is required. Send it as: Authorization: Bearer TOKEN"
LOG_OUT = "Log out"
LOGOUT_NOT_SAVED = (
    "You are logged out, but this cannot be saved: {path!r} can be neither written nor deleted "
    "({why}). Ask the administrator to delete it, or the session may return after a restart."
)
LOGOUT_BY_POST = "Log out with the button on the page, or with POST /logout."

# Answers of the server to any request

BUSY = "Quoth is busy. Try again in a few seconds."
TOO_LONG = "Ask for less, or search fewer documents."
TOO_MANY_REQUESTS = "Too many requests. Try again in a few seconds."
TOO_LARGE = "The request is too large. The maximum is {most:,} bytes."
TOO_SLOW = "The request took too long to arrive. Send it again."
TOO_MANY_TOKENS = "Too many wrong tokens from this address. Try again in a minute."
TOO_MANY_CONNECTIONS = "Too many open connections. Try again in a few seconds."
MALFORMED = "This is not a valid HTTP request."
HALF_PAIR = "{where} contains half of a surrogate pair. Send valid Unicode."
NOT_UNICODE = "{where} is not valid Unicode. Send it as UTF-8."
TOO_DEEP = "The JSON of the request is nested too deeply."
UNKNOWN_HOST = (
    "The host {host!r} is not a name of this server. To allow it, start the server with: "
    "qa serve --name HOST"
)
FOREIGN = "Requests from the pages of other sites are not allowed."
UNEXPECTED_IN_API = "An unexpected error occurred. Quoth’s log has the details."

# Answers of the server about documents

UNKNOWN_OPERATION = "There is no operation {method} {path}. All operations: {root}/docs"
UNKNOWN_COLLECTION = (
    "There is no collection {name!r} that you may read. For a list, request /api/collections."
)
NO_EDITOR = (
    "You may ask and read in {title!r}, but not change its documents. Ask the person who "
    "runs this server to make you one of its editors."
)
NO_COLLECTIONS = "There is no collection that you may read."
UNKNOWN_DOCUMENT = (
    "There is no document {doc_id!r} in the index. For a list, request /api/documents."
)
NO_FILE = "There is no file {doc_id!r} in the documents folder."
NO_REMOVED = "There is no removed file {removed_id!r}. For a list, request /api/removed."
READ_ONLY = (
    "Documents cannot be changed here. To change them, start Quoth with their folder: "
    "qa serve --corpus FOLDER"
)
NO_FORMAT = "This file type is not supported. Supported types: {known}"
BAD_NAME = (
    "This name is not allowed. A name must not be hidden, lead out of the documents folder, or "
    'contain control characters or any of \\ : * ? " < > |'
)
NOT_WRITTEN = "The document {doc_id!r} could not be saved ({why})."
NOT_REMOVED = "The document {doc_id!r} could not be removed ({why})."
NOT_PUT_BACK = "The document {doc_id!r} could not be restored ({why})."
TAKEN = (
    "A document {doc_id!r} already exists. To replace it, send its ETag as If-Match; you can "
    "restore the replaced file later. Or choose another name."
)
CHANGED_SINCE = "The document {doc_id!r} has changed since you saw it. Reload it, then try again."
NO_LONGER = "The document {doc_id!r} does not exist, so it cannot be replaced or removed."
BEHIND_LINK = (
    "{link!r} is a link that leads to {target!r}. Only files inside the documents folder can be "
    "changed here. Change this file where it is."
)
FULL = "There are too many files of this name in {path}. Delete some of them."

# Answers of the server about grids

NO_GRID = (
    "The grid is no longer on the server. Grids are lost when the server stops, when somebody "
    "deletes them, or when nobody opens them for a day. Ask the questions again, then save the "
    "grid as a file."
)
NO_CELL = "There is no such cell, or it is not filled yet."
NO_CANDIDATE = "This quote is not one of those that were offered for the cell. Choose one of them."
NO_QUESTIONS_FORMAT = (
    "Questions cannot be read from this type of file. Supported types: {known}. Or put one "
    "question on each line of a .txt file."
)
QUESTION_COLUMN = "Name the column of the questions “Question”, or paste them"
NO_CORRECTION = "The question of this cell is too long to be asked."
GRIDS_BUSY = "Too many grids are waiting or were not finished. Try again later, or delete one."
GRID_GONE = "No longer in the index, and left out: {documents}."
GRID_GONE_MORE = "No longer in the index, and left out: {documents} and {more:,} more."
GRID_TOO_LARGE = (
    "{questions:,} questions to {documents:,} documents are {cells:,} cells; a grid here has at "
    "most {most:,}. Ask fewer questions, choose fewer documents, or use: qa grid"
)
GRID_TOO_WIDE = "A sheet has columns for {most:,} documents. Choose CSV, JSON Lines or HTML."
GRID_TOO_LONG = (
    "The grid would have about {pages:,} pages; a Word document or PDF of a grid has at most "
    "{most:,}. Choose Excel, CSV, JSON Lines or the web page."
)
GRID_IS_FILLING = "The grid is being filled. Wait until it is filled, or stop it, then export it."
GRID_OUTDATED = (
    "The documents were indexed again since this grid was filled. Ask the questions again, then "
    "correct the new cells."
)

# Answers of the server about feedback

FEEDBACK_FULL = "The feedback file {path!r} is full. Move it, and Quoth starts a new one."
FEEDBACK_DAMAGED = (
    "Line {line} of {path!r} cannot be read ({error}). Nothing was changed. Correct or delete the "
    "line, then try again."
)
FEEDBACK_TWICE = "an earlier line has the same question"
FEEDBACK_UNUSABLE = (
    "The feedback file {path!r} cannot be read or written ({error}). Nothing was changed. Check "
    "its permissions, then try again."
)


def all_words() -> dict[str, str | dict[str, str]]:
    """Return every string by its name in lower case; a :class:`Plural` by its categories."""
    words: dict[str, str | dict[str, str]] = {}
    for name, value in globals().items():
        if not name.isupper():
            continue
        if isinstance(value, Plural):
            words[name.lower()] = asdict(value)
        elif isinstance(value, str):
            words[name.lower()] = value
    return words
