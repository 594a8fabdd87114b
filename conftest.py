"""The fixtures of ``nabij.testing``, here so that they replace pytest-django's own database."""

from nabij.testing.fixtures import *  # noqa: F403
