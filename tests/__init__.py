"""Tests of the whole product; a package so that helpers are imported by their full name."""
