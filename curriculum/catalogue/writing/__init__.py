"""Writing a module version: its form, checks while somebody types, copies of what is not saved."""
