"""Opens a form by its format, and says why a file cannot be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError, FormError, JsonError, QuestionnaireError
from qa.files.typed_json import read_bytes
from qa.forms.excel.workbook_form import WorkbookForm
from qa.forms.form import Choice
from qa.forms.word.document_form import DocumentForm
from qa.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from qa.forms.form import Form

EXCEL = frozenset({".xlsx", ".xlsm"})
WORD = frozenset({".docx", ".docm"})
_OLDER = {".xls": ".xlsx", ".xlsb": ".xlsx", ".ods": ".xlsx", ".csv": ".xlsx", ".tsv": ".xlsx"}
_OLDER |= {".doc": ".docx", ".odt": ".docx", ".rtf": ".docx", ".xltx": ".xlsx", ".dotx": ".docx"}
_MIB = 1 << 20


def open_form(path: Path, choice: Choice | None = None) -> Form:
    """Return a form, read.

    Args:
        path: of the file.
        choice: what the user says about it (default: nothing).

    Raises:
        FormError: it is not there, cannot be read, is of another format, or has no questions.
    """
    suffix = path.suffix.lower()
    choice = choice or Choice()
    if suffix not in EXCEL | WORD:
        wanted = _OLDER.get(suffix)
        do = f"save it as {wanted}" if wanted else "a form is an Excel (.xlsx) or Word (.docx) file"
        raise FormError(path, f"cannot be filled: its format is not supported ({suffix}); {do}")
    if suffix in WORD and (choice.sheet or choice.question_column or choice.answer_column):
        raise FormError(path, "is a Word file: it has no sheets and columns to name")
    data = _bytes(path)
    try:
        if suffix in EXCEL:
            return WorkbookForm(data, path, choice)
        return DocumentForm(data, path, choice)
    except FormError:
        raise
    except (DocumentError, QuestionnaireError) as error:
        raise FormError(path, error.reason) from error


def open_elsewhere(path: Path) -> str:
    """Return the name of the file with which a program marks a form as open; empty for none.

    Args:
        path: of the form.
    """
    name = path.name
    # Word leaves out the first letters of a long name; LibreOffice has a mark of its own.
    marks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return next((mark for mark in marks if path.with_name(mark).exists()), "")


def _bytes(path: Path) -> bytes:
    most = Settings.current().max_file_mb
    try:
        return read_bytes(path, most * _MIB)
    except FileNotFoundError as error:
        raise FormError(path, "does not exist") from error
    except JsonError as error:
        reason = f"has more than {most:,} MiB, which is the limit (QA_MAX_FILE_MB)"
        raise FormError(path, reason) from error
    except OSError as error:
        raise FormError(path, f"cannot be read ({error.strerror})") from error
