"""Static files with a digest in their name, where they were collected; plain names before that."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The digested name; the plain one while nothing is collected (tests, first start)."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name
