"""Results graded and verified, observed teaching, panels."""
