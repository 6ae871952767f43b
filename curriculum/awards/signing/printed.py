"""Institutions and their functions as certificates and seals name them."""

from certificates.parties import Function as Seal
from certificates.parties import Institution as Printed
from curriculum.awards.models import Function
from curriculum.institutions.models import Institution
from curriculum.paper import text

SEALS = {Function.HR: Seal.HR, Function.TRAINING: Seal.TRAINING}
"""Which seal is put on for whoever signs in a function (domain.md §2.6)."""


def printed(institution: Institution) -> Printed:
    """An institution with its code, which chooses the seal, and its name in the languages it has."""
    return Printed(institution.code, text(institution.name))
