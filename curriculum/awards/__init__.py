"""From application to certificate: decision, two sign-offs, issue, status."""
