"""Donors, programmes, offerings and coverage claims."""
