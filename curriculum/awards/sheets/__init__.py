"""The sheet of an institution: orientation, emblem, what the code without network may say."""
