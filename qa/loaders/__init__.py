r"""Files into documents: one module a format, found by suffix.

A loader takes the file's bytes and returns canonical text and what the format knows about
it. The canonical text of a text format is the file decoded, with its line breaks made
``\n``, and nothing else; of other formats, the text extracted from them.
"""
