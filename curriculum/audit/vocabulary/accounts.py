"""What the trail says of accounts."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
