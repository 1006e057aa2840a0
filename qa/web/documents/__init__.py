"""The folder of the documents: files are added, replaced, removed and restored, never lost."""
