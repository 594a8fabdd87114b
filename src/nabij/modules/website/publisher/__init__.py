"""Every public page as a file before anyone asks for it.

``disk`` knows only files; ``render`` asks the views; ``release`` puts a release together and switches to it.
"""
