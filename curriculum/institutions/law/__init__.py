"""The register of legal instruments that modules and paths rest on."""
