"""What can go wrong before there is a database, said in one sentence."""

from nabij.kernel.errors import Unavailable


class LocalDbError(Unavailable):
    """The private PostgreSQL cannot be used; ``sentence_nl`` says why and what to do."""
