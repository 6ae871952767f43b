"""What the trail says of intake."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
