"""The coverage map: outcomes of current versions against donors' offerings."""
