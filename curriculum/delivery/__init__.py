"""Runs, attendance by source, the one figure that counts, teaching logs."""
