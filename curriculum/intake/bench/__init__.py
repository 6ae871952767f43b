"""The matching bench: rows into their lanes, and the pages where a human decides the doubtful ones (J2)."""
