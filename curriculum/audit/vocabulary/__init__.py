"""The words of the trail, one module per room."""
