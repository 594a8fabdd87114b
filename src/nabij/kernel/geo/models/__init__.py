"""Rows of place: localities are shipped, boundaries are loaded by the operator and never shipped."""

from .places import Boundary, Locality

__all__ = ["Boundary", "Locality"]
