"""Checks a proof of the audit log without Nabij: python3 nakijken.py bewijs.json [eerder-bewijs.json]

Nothing to install: Python 3.8 or newer is enough, and this one file. It looks whether each line is what was sealed (its leaf hash), whether
its seal stands in the tree (RFC 9162 inclusion), whether the tree was signed by the organisation (Ed25519, RFC 8032, in a JWS, RFC 7515),
and with an earlier proof whether nothing that stood in it was changed or taken away (RFC 9162 consistency). Ends with 0 when all is well,
1 when something is wrong, 2 when the file cannot be read. Compare the fingerprint of the key with the one that the organisation tells you.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from typing import Any

FORMAT = "nabij-proof/1"
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Two points of the curve in extended coordinates (RFC 8032 §5.1.4)."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g, h = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    left, right, over, under = f - e, h - g, h + g, f + e
    return left * right % P, over * under % P, right * over % P, left * under % P


def _times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _point(data: bytes) -> tuple[int, int, int, int]:
    """The point that 32 bytes stand for (RFC 8032 §5.1.3). Raises ValueError for bytes that are none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT_OF_MINUS_ONE % P
    if y >= P or len(data) != 32 or (x * x - square) % P or (x == 0 and odd):
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) over ``message`` was made with the private half of ``key`` (32 bytes)."""
    try:
        public, promised = _point(key), _point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x1, y1, z1, _ = _times(s, BASE)
    x2, y2, z2, _ = _add(promised, _times(challenge, public))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fingerprint(jwk: dict[str, Any]) -> str:
    """First 16 characters of the thumbprint of a key (RFC 7638)."""
    plain = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(plain.encode()).digest()).decode()[:16]


def opened(note: str, jwk: dict[str, Any]) -> dict[str, Any]:
    """What the organisation signed. Raises ValueError when the signature does not fit."""
    head, body, signature = note.split(".")
    header = json.loads(_raw(head))
    fits = jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519" and header.get("alg") == "Ed25519"
    if not fits or not signed_by(_raw(jwk["x"]), (head + "." + body).encode(), _raw(signature)):
        raise ValueError("signature")
    found: dict[str, Any] = json.loads(_raw(body))
    return found


def leaf_of(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root to which an inclusion path leads (RFC 9162 §2.1.3.2); None when the path cannot be one."""
    if not 0 <= index < size:
        return None
    number, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            found = _parent(step, found)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = _parent(found, step)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


def grew(first: int, first_root: bytes, second: int, second_root: bytes, path: list[bytes]) -> bool:
    """Whether the tree of size ``first`` is the beginning of the tree of size ``second`` (RFC 9162 §2.1.4.2)."""
    if first == second:
        return first_root == second_root and not path
    if not 0 < first < second or not path:
        return False
    steps = list(path) if first & (first - 1) else [first_root, *path]
    number, last = first - 1, second - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            old, new = _parent(step, old), _parent(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = _parent(new, step)
        number, last = number >> 1, last >> 1
    return old == first_root and new == second_root and last == 0


def _told(content: str) -> str:
    """A line in words, as it stands now."""
    row = json.loads(content)
    about = row.get("object_label") or row.get("object_key") or ""
    told = [row["at"][:19].replace("T", " ") + " UTC", row["actor_label"] or "niemand", row["verb"], about]
    return ", ".join(part for part in told if part)


def _of_entry(entry: dict[str, Any], head: dict[str, Any]) -> str:
    """What is wrong with one line of a proof; "" when nothing is."""
    if entry.get("content") is None:
        return "Regel {} is verwijderd na haar zegel.".format(entry["entry_id"])
    leaf = leaf_of(entry["content"].encode())
    if leaf.hex() != entry["leaf_hash"]:
        return "Regel {} is gewijzigd na haar zegel. Er staat nu: {}.".format(entry["entry_id"], _told(entry["content"]))
    path = [bytes.fromhex(step) for step in entry["path"]]
    root = root_by(bytes.fromhex(entry["leaf_hash"]), entry["leaf_index"], head["size"], path)
    if root is None or root.hex() != head["root"]:
        return "Het zegel van regel {} staat niet in de boom.".format(entry["entry_id"])
    detail, salt = entry["detail"] or "", bytes.fromhex(entry["salt"])
    if salt and hashlib.sha256(salt + detail.encode()).hexdigest() != json.loads(entry["content"])["detail_digest"]:
        return "Regel {} heeft een andere inhoud dan bij haar zegel.".format(entry["entry_id"])
    return ""


def problems_of(proof: dict[str, Any]) -> list[str]:
    """Everything that is wrong with one proof, in sentences."""
    head = proof["head"]
    try:
        signed = opened(head["note"], proof["key"])
    except ValueError:
        return ["De handtekening onder het zegel klopt niet."]
    wanted = {"organisation": proof["organisation"]["id"], "size": head["size"], "root": head["root"]}
    if any(signed.get(name) != value for name, value in wanted.items()):
        return ["Het zegel is niet wat de organisatie ondertekende."]
    found = [_of_entry(entry, head) for entry in proof["entries"]]
    return [problem for problem in found if problem]


def problems_between(proof: dict[str, Any], earlier: dict[str, Any]) -> list[str]:
    """What an earlier proof of the same organisation shows: that the tree only grew, and that its lines are still the same."""
    if earlier["organisation"]["id"] != proof["organisation"]["id"] or earlier["key"] != proof["key"]:
        return ["Het eerdere bewijs is van een andere organisatie, of met een andere sleutel ondertekend."]
    found = ["Eerder bewijs: " + problem for problem in problems_of(earlier)]
    link, old, new = proof.get("consistency") or {}, earlier["head"], proof["head"]
    path = [bytes.fromhex(step) for step in link.get("path", [])]
    if link.get("size") != old["size"] or not grew(old["size"], bytes.fromhex(old["root"]), new["size"], bytes.fromhex(new["root"]), path):
        found.append("Het nieuwe bewijs sluit niet aan op het eerdere. Vraag een nieuw bewijs met het eerdere erbij.")
    now = {entry["entry_id"]: entry for entry in proof["entries"]}
    for entry in earlier["entries"]:
        later = now.get(entry["entry_id"])
        if later is not None and later["content"] != entry["content"] and later["content"] is not None:
            found.append("Regel {} was in het eerdere bewijs: {}.".format(entry["entry_id"], _told(entry["content"])))
    return found


def check(texts: list[str]) -> tuple[int, list[str]]:
    """(exit code, sentences) for one proof, or for a proof and an earlier one."""
    proofs = [json.loads(text) for text in texts]
    if any(proof.get("format") != FORMAT for proof in proofs):
        return 2, ["Dit is geen bewijs van een controlelog."]
    proof = proofs[0]
    found = problems_of(proof) + [problem for earlier in proofs[1:] for problem in problems_between(proof, earlier)]
    name, key = proof["organisation"]["name"], fingerprint(proof["key"])
    about = "{} regels van {}, zegel over {} regels, sleutel {}.".format(len(proof["entries"]), name, proof["head"]["size"], key)
    if found:
        return 1, [*found, "Nagekeken: " + about]
    return 0, ["Het bewijs klopt: " + about]


def main(names: list[str]) -> int:
    if not 1 <= len(names) <= 2:
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        texts = []
        for name in names:
            with open(name, encoding="utf-8") as file:
                texts.append(file.read())
        code, lines = check(texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        code, lines = 2, ["Dit bestand kunnen we niet lezen als bewijs."]
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
