"""A candidacy from a complete path to a case ready for decision, and its history."""
