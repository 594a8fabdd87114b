from .outbox import publish

__all__ = ["publish"]
