from .outbox import gathered, publish, publish_all

__all__ = ["gathered", "publish", "publish_all"]
