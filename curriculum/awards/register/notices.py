"""What holders are told of their certificates, one mail each: it is there, or something changed."""

from certificates.status import Happening
from curriculum.accounts import mailing
from curriculum.awards.models import Certificate
from curriculum.awards.signing import addresses
from curriculum.people import queries as people
from curriculum.tasks import service as tasks

TOLD = {
    Happening.ISSUED: "certificate_issued",
    Happening.SUSPENDED: "certificate_changed",
    Happening.REINSTATED: "certificate_changed",
    Happening.REVOKED: "certificate_changed",
}
"""Which mail a happening sends. One that a newer certificate brings is told by that one; of giving it back
the holder knows. Nothing says what changed or why: a mail box is read by others, too (S18)."""


def tell_holder(certificate: Certificate, happening: Happening, event_id: int) -> None:
    """Post the mail in the transaction of the event; nothing for whoever gave no address."""
    if happening not in TOLD:
        return
    mailbox = mailing.find_mailbox(people.aliases(certificate.person_id))
    if mailbox is None:
        return
    tasks.post(
        to=mailbox.address,
        template=TOLD[happening],
        language=mailbox.language,
        facts={"number": certificate.number, "link": addresses.of_token(certificate.token)},
        key=f"certificate:{certificate.id}:{event_id}",
    )
