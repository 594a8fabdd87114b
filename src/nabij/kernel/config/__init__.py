"""The one place where an installation is told apart from another: typed, checked, with its sentence per mistake.

defaults < ``nabij.toml`` < ``NABIJ_*`` < ``*_FILE`` (secrets). An unknown key is an error that names the nearest one.
"""

from nabij.kernel.config.database import django_database
from nabij.kernel.config.keys import Config
from nabij.kernel.config.places import default_home, project_folder
from nabij.kernel.config.reading import ConfigError, load

__all__ = ["Config", "ConfigError", "default_home", "django_database", "load", "project_folder"]
