"""Decisions of Cursus: standard library only, no clock, no database, no sentences for people."""
