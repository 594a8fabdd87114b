"""Files of one organisation: received, checked, re-made without metadata, kept by content."""
