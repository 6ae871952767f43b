"""Sheets that a form carries from page to page, sealed: a draft is merged from what we gave out ourselves."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from curriculum.domain.refusals import Refusal, RefusalCode


def seal(data: object) -> str:
    """Plain data as a hidden field takes it, packed and signed."""
    return str(_serializer().dumps(data))


def unseal(text: str | None) -> Any:
    """What was sealed; nothing for an empty field, a refusal for what we did not seal."""
    if not text:
        return None
    try:
        return _serializer().loads(text)
    except BadData as bad:
        raise Refusal(RefusalCode.CHANGED_MEANWHILE, object="draft") from bad


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="draft")
