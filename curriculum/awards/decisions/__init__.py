"""The case sheet and the certification decision."""
