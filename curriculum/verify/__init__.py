"""Public verification: no sign-in, no cookie."""
