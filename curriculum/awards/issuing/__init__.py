"""From two signatures to a sealed, logged certificate: the worker's part."""
