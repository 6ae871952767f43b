"""Institutions, units, grades, post profiles and code lists."""
