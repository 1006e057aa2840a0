"""The tests of Quoth, arranged as the package is."""
