"""What the trail says of evidence."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
