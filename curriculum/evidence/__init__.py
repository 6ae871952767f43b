"""Evidence, reviews, experience, CPD."""
