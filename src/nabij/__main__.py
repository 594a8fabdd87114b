"""``python -m nabij`` is the same as ``nabij``."""

from nabij.cli import main

if __name__ == "__main__":
    main()
