"""A whole curriculum as one file, out and in; a module or path copied with its lineage."""
