"""The public, append-only list: a leaf is a salted digest, never a name; all can recompute it (RFC 9162)."""
