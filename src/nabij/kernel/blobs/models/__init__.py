"""Rows of files."""

from .blob import Blob, BlobUse

__all__ = ["Blob", "BlobUse"]
