"""What the trail says of people."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
