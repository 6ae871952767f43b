"""Velmaria, the invented country: its data, and the loader that lives its history through the services."""
