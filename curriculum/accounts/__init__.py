"""Signing in, sessions, time-bound roles."""
