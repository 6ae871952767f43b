"""Where a certificate keeps what is checked: its two signature fields and the attached statement."""

from __future__ import annotations

from certificates.parties import Function

ATTACHMENT = "statement.json"
FIELDS = {Function.TRAINING: "training", Function.HR: "hr"}
CREDENTIAL = "credential.json"
