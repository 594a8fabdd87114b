"""Fixtures of the tests across modules: a running demo and a browser in each worker for all of them."""

from nabij.testing.browser import browser, visit
from nabij.testing.server import changing_region, region, running_region

__all__ = ["browser", "changing_region", "region", "running_region", "visit"]
