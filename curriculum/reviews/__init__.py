"""Review of module and path versions: what is said of them, asked and lent, until somebody decides."""
