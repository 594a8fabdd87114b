"""Test tools for the modules of Nabij and for modules from elsewhere: a real PostgreSQL, cloned per worker, as the web role."""
