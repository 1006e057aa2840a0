"""An index in a folder: immutable generations, and a pointer that is replaced atomically."""

from qa.stores.folder.generations import (
    building,
    clear_generations,
    forget_checkpoint,
    open_current,
    publish,
)
from qa.stores.folder.layout import (
    PUBLISHED,
    SEEN,
    SKIPPED,
    checkpoint_path,
    complete_generations,
    draft_path,
)
from qa.stores.folder.pointer import current_path, point_at
from qa.stores.folder.removals import (
    HERE,
    begin_removal,
    end_removal,
    note_removal_ended,
    noted_removals,
)
from qa.stores.folder.verification import verified, verify

__all__ = [
    "HERE",
    "PUBLISHED",
    "SEEN",
    "SKIPPED",
    "begin_removal",
    "building",
    "checkpoint_path",
    "clear_generations",
    "complete_generations",
    "current_path",
    "draft_path",
    "end_removal",
    "forget_checkpoint",
    "note_removal_ended",
    "noted_removals",
    "open_current",
    "point_at",
    "publish",
    "verified",
    "verify",
]
