"""Forms in Excel: questions in a column, answers in the cells next to them."""
