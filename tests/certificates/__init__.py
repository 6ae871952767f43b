"""Tests of the certificates package, which stands alone."""
