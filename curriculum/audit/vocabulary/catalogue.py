"""What the trail says of catalogue."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
