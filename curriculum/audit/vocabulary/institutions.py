"""What the trail says of institutions."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
