"""What the trail says of delivery."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
