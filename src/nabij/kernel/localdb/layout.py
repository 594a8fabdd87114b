"""Where everything of one private PostgreSQL stands inside (and for the socket perhaps outside) the home folder."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nabij.kernel.localdb.account import ServerUser
from nabij.kernel.localdb.trouble import LocalDbError

# 107 bytes for the whole path of a Unix socket, of which PostgreSQL uses 14 for "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 93
PORT = 5432
# PostgreSQL reads the socket folder as a list: these characters would cut or quote it.
_LIST_CHARACTERS = ',"'


@dataclass(frozen=True)
class Layout:
    """The places of the server with this ``purpose``; a test server stands beside the real one."""

    home: Path
    purpose: str

    @property
    def suffix(self) -> str:
        return "-test" if self.purpose == "test" else ""

    @property
    def lock(self) -> Path:
        return self.home / f"localdb{self.suffix}.lock"

    @property
    def log(self) -> Path:
        return self.home / "log" / f"postgresql{self.suffix}.log"

    def data_dir(self, major: int) -> Path:
        return self.home / f"pg{major}{self.suffix}"

    def majors(self) -> set[int]:
        """The major versions of which this home holds a finished data folder."""
        names = [path.parent.name for path in self.home.glob("pg*/PG_VERSION")]
        bare = [name.removeprefix("pg").removesuffix(self.suffix) for name in names if name.endswith(self.suffix)]
        return {int(name) for name in bare if name.isdigit()}

    def password_file(self, role: str) -> Path:
        return self.home / "secrets" / f"database-{role}{self.suffix}"

    def socket_dir(self, user: ServerUser) -> Path:
        """``home/run``, or a short folder of the user under the system's folder for temporary files."""
        own = self.home / f"run{self.suffix}"
        if socket_folder_fits(own):
            return own
        mark = hashlib.sha256(os.fsencode(own)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"nabij-{user.uid}-{mark}"
        return short if socket_folder_fits(short) else Path("/tmp") / short.name  # nosec B108: made with mode 0700 and checked for its owner


def socket_folder_fits(folder: Path) -> bool:
    """Whether PostgreSQL can put its socket in ``folder`` and find it again."""
    text = str(folder)
    readable = not any(character in text for character in _LIST_CHARACTERS) and text == text.strip()
    return readable and len(os.fsencode(text)) <= LONGEST_SOCKET_FOLDER


def make_home(home: Path) -> None:
    """Make the home folder and its fixed parts. A folder made by root can be entered by others, its secrets cannot be read."""
    open_to = 0o755 if os.geteuid() == 0 else 0o700
    missing = [folder for folder in [home, *home.parents] if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            folder.chmod(open_to)
        for name in ("log", "secrets"):
            (home / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as wrong:
        raise LocalDbError(
            f"We kunnen de map {home} niet maken of gebruiken ({wrong.strerror}). Kies een andere map met NABIJ_HOME."
        ) from wrong


def make_private(folder: Path, user: ServerUser) -> None:
    """Make ``folder`` for the server's user only. A folder of somebody else is refused: it could be a trap in a shared place."""
    try:
        folder.mkdir(mode=0o700)
        user.owns(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
            raise LocalDbError(
                f"De map {folder} is niet van {user.name}. Verwijder ze, of kies een andere map met NABIJ_HOME."
            ) from None
        folder.chmod(0o700)
