"""The dated power to sign: proposed, approved, ended."""
