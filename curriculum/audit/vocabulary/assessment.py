"""What the trail says of assessment."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
