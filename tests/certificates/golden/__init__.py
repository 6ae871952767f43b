"""Pictures of certificates that were looked at and found good; `build.py` beside them draws them anew."""
