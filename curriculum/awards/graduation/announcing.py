"""An institution is told that its archive is there: a mail to all who may fetch it, posted with it.

Written to is whoever may fetch it by a role at the institution; where nobody there gives an address, at the
nearest institution above. A mail holds no name and no certificate, only the address of the page.
"""

import logging

from curriculum import clock
from curriculum.accounts import mailing
from curriculum.accounts.mailing import Mailbox
from curriculum.awards.models.graduations import Graduation, GraduationArchive
from curriculum.awards.signing import addresses
from curriculum.db import db
from curriculum.domain.permissions import Permission
from curriculum.institutions import queries as institutions
from curriculum.institutions.models import Institution
from curriculum.tasks import service as tasks

logger = logging.getLogger("cursus.graduation")
TEMPLATE = "archive_ready"


def tell(graduation: Graduation, archive: GraduationArchive) -> None:
    """Post the mails of an archive that holds all there is to come, once, in the caller's transaction."""
    if archive.announced_at is not None:
        return
    archive.announced_at = clock.now()
    place = institutions.by_id(archive.employer_id)
    recipients = _recipients(place)
    if not recipients:
        logger.warning("nobody of %s is told of the archive of %s", place.code, graduation.code)
    facts = {
        "code": graduation.code,
        "institution": place.code,
        "count": str(archive.certificates),
        "link": f"{addresses.base()}/graduations/{graduation.code}",
    }
    for account_id, mailbox in recipients.items():
        tasks.post(
            to=mailbox.address,
            template=TEMPLATE,
            language=mailbox.language,
            facts=facts,
            key=f"{TEMPLATE}:{graduation.id}:{place.id}:{account_id}",
        )


def _recipients(place: Institution) -> dict[int, Mailbox]:
    """Those of the institution itself, else of the nearest above; a circle of institutions ends."""
    asked = set[int]()
    here: Institution | None = place
    while here is not None and here.id not in asked:
        found = mailing.find_officers(Permission.GRADUATION_DOWNLOAD, here.id, clock.today())
        if found:
            return found
        asked.add(here.id)
        here = db.session.get(Institution, here.parent_id) if here.parent_id else None
    return {}
