"""Files in forms and answers: kept as they come, given back as downloads that no browser runs."""

import hashlib

from flask import Response
from werkzeug.datastructures import FileStorage

from curriculum import files
from curriculum.delivery import documents
from curriculum.delivery.models import Document


def keep_sent(person_id: int, upload: FileStorage | None, *, run_id: int | None = None) -> str | None:
    """Keep the file of a form and give its hash; None where none was chosen."""
    if upload is None or not upload.filename:
        return None
    # One byte more than is kept tells a file that is too large from one that is not.
    return documents.keep(person_id, upload.read(documents.LARGEST + 1), upload.filename, run_id=run_id)


def digest_of(upload: FileStorage | None) -> str | None:
    """The hash of a sent file, which stays to be read again; None where none was chosen."""
    if upload is None or not upload.filename:
        return None
    digest = hashlib.sha256(upload.stream.read(documents.LARGEST + 1)).hexdigest()
    upload.stream.seek(0)
    return digest


def download(document: Document, name: str) -> Response:
    """Somebody else's file, as it came: saved by the browser, never shown or run by it."""
    return files.download(document.content, document.kind, name)
