"""The dossier loader, the rebuildable projection, progress pages."""
