"""What the trail says of awards."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
