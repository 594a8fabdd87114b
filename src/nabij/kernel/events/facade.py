from .outbox import gathered, publish

__all__ = ["gathered", "publish"]
