"""Certificates after issue: who holds which, and every change of status."""
