"""From lines to values: which column holds what, what a row says, and what is wrong with it."""
