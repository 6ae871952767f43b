"""Persons, names by script, identifiers, service records, relations."""
