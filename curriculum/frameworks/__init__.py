"""Competence frameworks: exchanged as CASE 1.1, adopted and then frozen, joined by signed crosswalks."""
