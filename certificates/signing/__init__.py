"""Seals: who can sign (`api`), with what (`file_key`, `null`), and how it enters the PDF (`pades`)."""
