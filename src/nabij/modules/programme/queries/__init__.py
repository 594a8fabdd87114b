"""Every read of the programme; lists and frozen dataclasses, never a lazy queryset."""
