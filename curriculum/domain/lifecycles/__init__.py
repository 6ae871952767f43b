"""One module per object: its states, and the table of what may happen to it (domain.md §2.9)."""
