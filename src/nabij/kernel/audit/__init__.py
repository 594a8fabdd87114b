"""Who saw and did what. ``record`` for a write, ``log_read`` for a read; see ``entries``."""
