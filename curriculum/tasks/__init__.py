"""What is still to be told: an outbox of mails, so that none is sent twice or never."""
