"""How the holder's name is printed: spellings on record, as the candidate agreed to them (J7.1)."""

from collections.abc import Mapping

from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import queries as people


def consented(person_id: int, printed_names: Mapping[str, str]) -> dict[str, str]:
    """The spellings to print, each as it stands on record in its script; Latin is always among them."""
    on_record = spellings(person_id)
    chosen = {script: " ".join(name.split()) for script, name in printed_names.items() if name.strip()}
    if not chosen or ("Latn" in on_record and "Latn" not in chosen):
        raise Refusal(RefusalCode.VALUE_MISSING, field="printed_names", script="Latn")
    for script, name in chosen.items():
        if name not in on_record.get(script, ()):
            raise Refusal(RefusalCode.VALUE_INVALID, field="printed_names", script=script, value=name)
    return chosen


def spellings(person_id: int) -> dict[str, tuple[str, ...]]:
    """By script, the spellings on record that may be printed; Latin first, primary ones first."""
    found: dict[str, list[str]] = {}
    for one in people.names_of(person_id):
        if one.valid_to is None:
            found.setdefault(one.script, []).append(f"{one.given} {one.family}".strip())
    ordered = sorted(found, key=lambda script: (script != "Latn", script))
    return {script: tuple(dict.fromkeys(found[script])) for script in ordered}
