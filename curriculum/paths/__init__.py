"""Paths, versions, components, and enrolments pinned to a version."""
