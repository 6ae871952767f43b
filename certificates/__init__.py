"""Certificates that anyone can check, without the application that asked for them."""

from __future__ import annotations
