"""Cursus: one curriculum, many donors, certificates that anyone can check."""

__version__ = "0.1.0"
