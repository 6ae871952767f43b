"""Checking a certificate: one question per check, findings in a report, one answer; never an exception."""
