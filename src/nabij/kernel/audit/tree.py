"""The Merkle tree of RFC 9162 §2.1, grown leaf by leaf: pure, standard library only.

Only the roots of the complete subtrees on the right edge are kept (the frontier), so that adding a leaf costs a logarithm of the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

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


class Whole:
    """A tree of which every leaf hash is at hand: gives the proofs of RFC 9162 §2.1.3.1 and §2.1.4.1."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._known: dict[tuple[int, int], bytes] = {}

    @property
    def size(self) -> int:
        return len(self._leaves)

    def root(self, first: int = 0, last: int | None = None) -> bytes:
        """The root over the leaves from ``first`` up to ``last``, not included."""
        last = self.size if last is None else last
        if last - first < 2:
            return self._leaves[first] if last > first else EMPTY_ROOT
        if (first, last) not in self._known:
            middle = first + _half(last - first)
            self._known[first, last] = _parent(self.root(first, middle), self.root(middle, last))
        return self._known[first, last]

    def inclusion(self, index: int) -> list[bytes]:
        """The hashes beside the way from leaf ``index`` to the root, from below."""
        if not 0 <= index < self.size:
            raise ValueError("no such leaf")
        path, first, last = [], 0, self.size
        while last - first > 1:
            middle = first + _half(last - first)
            path.append(self.root(middle, last) if index < middle else self.root(first, middle))
            first, last = (first, middle) if index < middle else (middle, last)
        return path[::-1]

    def consistency(self, size: int) -> list[bytes]:
        """What shows that the first ``size`` leaves are those of this tree."""
        if not 0 < size <= self.size:
            raise ValueError("no such size")
        path, first, last, whole = [], 0, self.size, True
        while size < last:
            middle = first + _half(last - first)
            if size <= middle:
                path.append(self.root(middle, last))
                last = middle
            else:
                path.append(self.root(first, middle))
                first, whole = middle, False
        return (path if whole else [*path, self.root(first, last)])[::-1]


def _half(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
