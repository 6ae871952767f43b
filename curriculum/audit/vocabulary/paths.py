"""What the trail says of paths."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
