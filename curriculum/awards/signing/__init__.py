"""The statement, who is asked to sign it, and the two signatures."""
