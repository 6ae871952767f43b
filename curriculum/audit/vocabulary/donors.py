"""What the trail says of donors."""

from curriculum.audit.events import Event

EVENTS: dict[str, Event] = {}
