"""The public, append-only list: a leaf is a salted digest, never a name; anyone can recompute it (RFC 9162)."""
