"""The desk of this room: its pages."""
