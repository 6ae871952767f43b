"""What the public page says: one word and one sentence an answer, one sentence a finding."""

from flask_babel import lazy_gettext as _

from certificates import Answer, Outcome, Report
from curriculum.labels import label, labelled

labelled(
    Answer,
    {
        Answer.VALID: _("Genuine and valid"),
        Answer.EXPIRED: _("Genuine, but expired"),
        Answer.SUSPENDED: _("Suspended"),
        Answer.SUPERSEDED: _("Replaced by a newer certificate"),
        Answer.WITHDRAWN: _("Given back"),
        Answer.REVOKED: _("Revoked"),
        Answer.ALTERED: _("Altered"),
        Answer.ISSUER_UNKNOWN: _("Not issued by us"),
        Answer.NOT_FOUND: _("No such certificate"),
        Answer.CANNOT_TELL: _("We cannot tell now"),
    },
)
labelled(
    Outcome,
    {
        Outcome.PASSED: _("In order"),
        Outcome.FAILED: _("Not in order"),
        Outcome.CANNOT_TELL: _("Could not be checked"),
    },
)

KINDS = {
    Answer.VALID: "good",
    **dict.fromkeys((Answer.EXPIRED, Answer.SUSPENDED, Answer.CANNOT_TELL), "wait"),
}
"""How an answer looks; everything else is bad."""

SENTENCES = {
    Answer.VALID: _("Compare every line below with the paper or file in front of you."),
    Answer.EXPIRED: _("It was issued by us and was true until the last day of its validity."),
    Answer.SUSPENDED: _("It must not be relied on until it is reinstated."),
    Answer.SUPERSEDED: _("Another certificate has taken its place."),
    Answer.WITHDRAWN: _("Its holder gave it back; it must not be relied on."),
    Answer.REVOKED: _("It must not be relied on any more."),
    Answer.ALTERED: _(
        "This is not the document that both authorities sealed. Below is what they sealed, if known."
    ),
    Answer.ISSUER_UNKNOWN: _("Its seals are not those of an authority that issues here."),
    Answer.NOT_FOUND: _(
        "Nothing is registered under what was given. Check for a typing error, then ask the issuer."
    ),
    Answer.CANNOT_TELL: _("Something needed for the check is out of reach. Try again later."),
}

CHECKS = {
    "structure": _("Document"),
    "statement": _("Statement inside the document"),
    "trust": _("Keys of the authorities"),
    "fields": _("Both signatures"),
    "signature_training": _("Seal of the training authority"),
    "signature_hr": _("Seal of the HR authority"),
    "modification_training": _("Changes after the training seal"),
    "modification_hr": _("Changes after the HR seal"),
    "chain_training": _("Origin of the training seal"),
    "chain_hr": _("Origin of the HR seal"),
    "seal_training": _("Holder of the training seal"),
    "seal_hr": _("Holder of the HR seal"),
    "mandate_training": _("Signatory for training"),
    "mandate_hr": _("Signatory for HR"),
    "revocation_training": _("Standing of the training seal"),
    "revocation_hr": _("Standing of the HR seal"),
    "number": _("Number"),
    "register": _("Public register"),
    "status": _("Status today"),
    "digest": _("Sealed file"),
    "claims": _("Contents"),
    "log": _("Public log"),
    "checkpoint": _("Checkpoint of the log"),
}

DETAILS = {
    "readable": _("It can be read."),
    "not_a_pdf": _("This is not a PDF file."),
    "too_large": _("It is larger than any certificate."),
    "encrypted": _("It is encrypted."),
    "unreadable": _("It is damaged."),
    "no_statement": _("It carries no statement of ours."),
    "no_keys": _("Our keys are out of reach."),
    "both_present": _("Both are there."),
    "signature_missing": _("One is missing."),
    "other_signatures": _("They are not the two we put there."),
    "intact": _("It stands."),
    "broken": _("It is broken: the document changed."),
    "malformed": _("It cannot be read."),
    "covers_whole_file": _("Nothing was added."),
    "bytes_after_signature": _("Something was added after sealing."),
    "only_second_signature": _("Nothing but the second seal."),
    "changed_since": _("Something else changed after sealing."),
    "our_authority": _("It comes from our authority."),
    "other_authority": _("It comes from another authority."),
    "seal_of_institution": _("It belongs to the institution named."),
    "seal_of_another": _("It belongs to another institution."),
    "designated_person": _("As designated in the statement."),
    "other_person": _("Another than designated in the statement."),
    "not_revoked": _("It was in force at signing."),
    "seal_revoked": _("It had been revoked."),
    "as_asked": _("It is the one asked for."),
    "another_number": _("It is another than asked for."),
    "known": _("It is registered."),
    "no_such_number": _("Nothing is registered under it."),
    "number_malformed": _("This is no number or code of ours."),
    "check_character_wrong": _("Its last character does not fit: most likely a typing error."),
    "kind_unknown": _("Its first three letters stand for no certificate of ours."),
    "unreachable": _("It is out of reach."),
    "valid": _("Valid."),
    "revoked": _("Revoked."),
    "withdrawn": _("Given back by its holder."),
    "superseded": _("Replaced."),
    "suspended": _("Suspended."),
    "expired": _("Expired; it was not revoked."),
    "not_issued": _("Not issued."),
    "registered_file": _("Byte for byte the registered file."),
    "other_file": _("Not the registered file."),
    "document_missing": _("The registered file is out of reach."),
    "as_registered": _("As both authorities signed off."),
    "differ": _("They differ from what both authorities signed off."),
    "entered": _("Its issue is entered."),
    "entry_missing": _("Its entry is missing."),
    "not_entered": _("Its issue was never entered."),
    "entry_of_another": _("Its entry speaks of another document."),
    "log_unreachable": _("It is out of reach."),
    "included": _("The entry is under a signed checkpoint."),
    "not_included": _("The entry is not under the signed checkpoint."),
    "other_size": _("The checkpoint is of another size."),
    "checkpoint_unreadable": _("The checkpoint cannot be read."),
    "no_register": _("Only the register can tell; it is out of reach."),
}


def kind_of(answer: Answer) -> str:
    """How an answer looks: good, wait or bad."""
    return KINDS.get(answer, "bad")


def findings(report: Report) -> list[dict[str, str]]:
    """Every finding as the page says it: what was checked, how it came out, why."""
    return [
        {
            "title": str(CHECKS.get(one.check, one.check)),
            "outcome": one.outcome.value,
            "word": label(one.outcome),
            "detail": str(DETAILS.get(one.detail, "")),
        }
        for one in report.findings
    ]
