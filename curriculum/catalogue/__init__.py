"""Themes, modules, their versions and outcomes."""
