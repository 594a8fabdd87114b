"""What other modules may ask of enablement."""

from .actions import disable, enable
from .queries import enabled, standing

__all__ = ["disable", "enable", "enabled", "standing"]
