"""Regional text with local words: ``dated`` values of a plan or strategy, ``fields`` of a service, ``difference`` word by word.

Pure: no rows, no clock. The tables stay the module's.
"""
