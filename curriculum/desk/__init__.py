"""The landing page of each audience; composes, never decides."""
