"""The private trail: what changed, by whom, why; hash-chained, readable as sentences."""
