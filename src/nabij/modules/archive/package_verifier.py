"""Checks this package without any other program: python3 verify.py   (Python 3.8 or newer, nothing to install).

Every file must be what the manifests say, and no file may stand in data/ that they do not name. Ends with 0 when all is well.
"""

import hashlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            found.update(chunk)
    return found.hexdigest()


def listed(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        for line in file:
            value, _, path = line.rstrip("\n").partition("  ")
            yield path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"), value


def main():
    named = dict(listed("manifest-sha256.txt"))
    named.update(listed("tagmanifest-sha256.txt"))
    problems = []
    for path, value in sorted(named.items()):
        place = os.path.join(HERE, *path.split("/"))
        if not os.path.isfile(place):
            problems.append("ontbreekt: " + path)
        elif digest(place) != value:
            problems.append("gewijzigd: " + path)
    problems += strangers(named)
    sys.stdout.write("".join(problem + "\n" for problem in problems))
    sys.stdout.write("{} bestanden nagekeken: {}\n".format(len(named), "niet in orde" if problems else "in orde"))
    return 1 if problems else 0


def strangers(named):
    """Files under data/ that the manifest does not name."""
    found = []
    for folder, _, files in os.walk(os.path.join(HERE, "data")):
        for name in files:
            path = os.path.relpath(os.path.join(folder, name), HERE).replace(os.sep, "/")
            if path not in named:
                found.append("niet op de lijst: " + path)
    return found


if __name__ == "__main__":
    sys.exit(main())
