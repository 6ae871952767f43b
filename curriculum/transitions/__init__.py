"""From one version to the next: who is touched before it is published, and how people move (J5)."""
