"""Admission to a path: who is designated, on what grounds, admitted or declined."""
