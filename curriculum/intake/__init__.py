"""Files in: batches, verbatim rows, the matching bench."""
