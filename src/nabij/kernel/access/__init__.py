"""Who may do what on which rows; ``authorise`` in an action, the decorators of ``routes`` on every page."""
from .policy import authorise, may, require_own

__all__ = ["authorise", "may", "require_own"]
