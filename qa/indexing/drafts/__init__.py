"""A generation being written, and the blocks of it that workers embed."""
