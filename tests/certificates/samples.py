"""One lawful statement per kind, and names in the scripts the civil registry writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from certificates.numbers import check_character
from certificates.parties import (
    Function,
    HolderName,
    Institution,
    ModuleRef,
    Paper,
    PathRef,
    Scope,
    Signatory,
    Theme,
    Visibility,
)
from certificates.statement import Statement
from certificates.text import Text

LATIN = (HolderName("Latn", "Amina Ben Salah"),)
ARABIC = (
    HolderName("Arab", "أمينة عبد الله بن صالح"),
    HolderName("Latn", "Amina Abdallah Ben Salah"),
)
CYRILLIC = (HolderName("Latn", "Aygül Nazarova"), HolderName("Cyrl", "Айгүл Назарова"))
MIXED = (
    HolderName("Latn", "Marie-Éloïse Œuvrard-Ould Abdallah"),
    HolderName("Arab", "ماري إيلويز (عبد الله)"),
    HolderName("Cyrl", "Мари-Элоиза Эврар"),
)

ENAPV = Institution(
    "ENAPV",
    Text.of(
        fr="École nationale d’administration publique de Velmarie",
        en="National School of Public Administration of Velmaria",
    ),
)
CNFGF = Institution(
    "CNFGF",
    Text.of(
        fr="Centre national de formation des gardes-frontières",
        en="National Border Guard Training Centre",
    ),
)
MINT = Institution("MINT", Text.of(fr="Ministère de l’Intérieur", en="Ministry of the Interior"))

BORDERS = Theme("T5", Text.of(fr="Gestion des frontières", en="Border management"))
MODULES = (
    ModuleRef(
        "BOR-101",
        1,
        Text.of(
            fr="Contrôle de première ligne et droits fondamentaux",
            en="First-line control and fundamental rights",
        ),
    ),
    ModuleRef(
        "BOR-102",
        2,
        Text.of(fr="Examen des documents de voyage", en="Examination of travel documents"),
    ),
)
SIGNATORIES = (
    Signatory(
        Function.TRAINING,
        "Farid Haddadi",
        Text.of(fr="Directeur des études", en="Director of studies"),
        "CNFGF/2025/014",
        CNFGF,
    ),
    Signatory(
        Function.HR,
        "Elif Karaman",
        Text.of(fr="Directrice des ressources humaines", en="Director of human resources"),
        "MINT/DRH/2024/207",
        MINT,
    ),
)
TOKEN = "q3Zk0aVfT1xB7mWc9dEh2JpL"


def number_for(prefix: str, serial: str = "7KQ4M9XR2D") -> str:
    """Build a number with a right check character."""
    body = f"{prefix}2026{serial}"
    return f"{prefix}-2026-{serial[:5]}-{serial[5:]}-{check_character(body)}"


def statement(**changes: Any) -> Statement:
    """Make the trainer statement, with changes."""
    lawful = Statement(
        number=number_for("TRN"),
        kind="trainer",
        holder=LATIN,
        path=PathRef(
            "LP-TRN-BOR",
            2,
            Text.of(
                fr="Certificat de formateur — Gestion des frontières",
                en="Trainer certificate — Border management",
            ),
        ),
        scope=Scope(
            themes=(BORDERS,),
            modules=MODULES,
            may_teach=("BOR-101", "BOR-102"),
            languages=("fr", "ar"),
        ),
        hours=164,
        decision_ref="ENAPV-DQC/2026/031",
        decision_date=date(2026, 11, 12),
        effective_from=date(2026, 11, 21),
        valid_until=date(2029, 11, 20),
        issuer=ENAPV,
        signatories=SIGNATORIES,
        authoritative_language="fr",
        code="7KQ4M9XR",
        verify_url=f"https://certificats.velmaria.example/v/{TOKEN}",
        eqf_indicative=6,
        country=Text.of(fr="République de Velmarie", en="Republic of Velmaria"),
        visibility=(
            Visibility(
                "PEER-MIG2",
                Text.of(
                    fr="Avec le concours de PEER-MIG II",
                    en="With support from PEER-MIG II",
                ),
                Text.of(
                    fr="Le contenu n’engage pas les bailleurs.",
                    en="The content does not bind the donors.",
                ),
            ),
        ),
    )
    if "paper" not in changes:
        other = "fr" if changes.get("authoritative_language") == "en" else "en"
        changes["paper"] = Paper(other_language=other)
    return replace(lawful, **{"wording": "", **changes})


def completion(**changes: Any) -> Statement:
    """Make a completion attestation without end date."""
    base: dict[str, Any] = {
        "number": number_for("CMP"),
        "kind": "completion",
        "scope": Scope(themes=(BORDERS,), modules=MODULES),
        "valid_until": None,
    }
    return statement(**{**base, **changes})


def expert(**changes: Any) -> Statement:
    """Make an expert certificate."""
    return statement(**{"number": number_for("EXP"), "kind": "expert", **changes})


def renewal(**changes: Any) -> Statement:
    """Make a renewal of the trainer certificate."""
    base = {
        "number": number_for("RNW"),
        "kind": "renewal",
        "replaces": number_for("TRN"),
    }
    return statement(**{**base, **changes})
