"""Every key of the configuration, with its type, its default and what it is for (Dutch, shown by ``nabij check``)."""

# ruff: noqa: RUF009 - _key makes a field, it is no shared default.

import dataclasses
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def _key(explanation: str, default: Any = dataclasses.MISSING, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"explanation": explanation, "secret": secret})


@dataclass(frozen=True)
class Config:
    """One installation. Paths are absolute; texts are stripped; ports are 0 (off) to 65535."""

    home: Path = _key("De map met de databank, de bestanden en de sleutels.")
    media: Path = _key("De map met de bestanden die mensen opladen.")
    published: Path = _key("De map met de gepubliceerde bladzijden van de sites.")
    demo: bool = _key("Dit is het voorbeeld: kaarten, band en /demo staan aan.", False)
    debug: bool = _key("Toont fouten van de code in de browser. Nooit in een echte installatie.", False)
    database_url: str = _key("De databank, als nabij_web. Leeg: een eigen PostgreSQL in de map home.", "", secret=True)
    database_owner_url: str = _key("De databank, als nabij_owner. Alleen voor 'nabij migrate'.", "", secret=True)
    secret_key_value: str = _key("De sleutel waarmee sessies getekend zijn. Leeg: een eigen sleutel in home.", "", secret=True)
    address: str = _key("Het adres waarop Nabij luistert. 127.0.0.1: alleen deze machine.", "127.0.0.1")
    port: int = _key("De poort van het platform.", 8000)
    hosts: tuple[str, ...] = _key("De namen van het platform zelf, met komma's ertussen.", ("localhost", "127.0.0.1"))
    site_domain: str = _key("Het domein van de sites: kortrijk.<site_domain>.", "localhost")
    site_ports_first: int = _key("De eerste poort voor sites op nummer. 0: geen.", 8101)
    watchdog_url: str = _key("Het adres dat de bewaker van de wacht nakijkt. Leeg: het platform op deze machine.", "")
    watchdog_call: str = _key("Wie de bewaker belt, in volgorde: 'An Peeters +32470000000, …'. Leeg: de lijst van het platform.", "")
    watchdog_provider: str = _key("De eigen aanbieder van de bewaker, als klasse. In het voorbeeld: een die niemand belt.", "")
    watchdog_after: int = _key("Na hoeveel seconden stilte de bewaker belt.", 60)
    duty_test_number: str = _key("Het nummer dat proefberichten van de wacht ontvangt (+32…). Leeg: aanbieders worden niet geproefd.", "")
    pg_bin: str = _key("De map met postgres en initdb. 'wheel': die van het meegeleverde pakket. Leeg: zelf zoeken.", "")

    @property
    def secret_key(self) -> str:
        """The signing key: the configured one, or one made at first use in ``home/secrets`` (file mode 0600)."""
        return self.secret_key_value or _own_key(self.home / "secrets" / "signing-key")


def _own_key(path: Path) -> str:
    """Read the key, or make it; two processes that start together end with the same key."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text().strip()
