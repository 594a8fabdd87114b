"""The Merkle tree of RFC 9162 §2.1, grown leaf by leaf: pure, standard library only.

Only the roots of the complete subtrees on the right edge are kept (the frontier), so that adding a leaf costs a logarithm of the size.
"""

from __future__ import annotations

import hashlib

EMPTY_ROOT = hashlib.sha256(b"").digest()
_WIDTH = 32


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


class Frontier:
    """A growing tree: ``add`` leaf hashes in order, ask its ``root`` at any size."""

    def __init__(self, size: int = 0, kept: bytes = b"") -> None:
        """``kept`` as ``packed`` gave it for ``size``: one hash of 32 bytes for each bit that is set, largest subtree first."""
        if len(kept) != _WIDTH * size.bit_count():
            raise ValueError("the frontier does not fit its size")
        self.size = size
        self._nodes = [kept[at : at + _WIDTH] for at in range(0, len(kept), _WIDTH)]

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        node, size = leaf, self.size
        while size & 1:
            node, size = _parent(self._nodes.pop(), node), size >> 1
        self._nodes.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self._nodes:
            return EMPTY_ROOT
        *rest, node = self._nodes
        for left in reversed(rest):
            node = _parent(left, node)
        return node

    @property
    def packed(self) -> bytes:
        """What must be kept to go on later."""
        return b"".join(self._nodes)


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
