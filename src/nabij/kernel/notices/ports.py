"""Ports through which a message leaves. Adapters and stubs live in ``connect``; ``site`` wires them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Temporary(Exception):
    """The provider could not take it now; try again or elsewhere. ``outcome_unknown``: it may have taken it after all."""

    def __init__(self, sentence: str, *, outcome_unknown: bool = False) -> None:
        super().__init__(sentence)
        self.outcome_unknown = outcome_unknown


class Permanent(Exception):
    """This address cannot receive over this channel; use the next channel."""


@dataclass(frozen=True, slots=True)
class Sent:
    """``reference`` is the provider's own; ``accepted`` = it took responsibility."""

    reference: str
    accepted: bool = True


class SmsProvider(Protocol):
    """``key`` makes a repeated call harmless where the provider supports it; ``text`` is at most 2 segments."""

    name: str

    def send(self, *, key: str, to: str, text: str) -> Sent:
        """Raises ``Temporary`` or ``Permanent``."""

    def status(self, key: str) -> str | None:
        """``accepted``, ``delivered``, ``failed``, or None when the provider does not know the key."""


class VoiceProvider(Protocol):
    name: str

    def call(self, *, key: str, to: str, text: str) -> Sent:
        """Read ``text`` aloud. Raises ``Temporary`` or ``Permanent``."""

    def status(self, key: str) -> str | None: ...


class MailTransport(Protocol):
    name: str

    def send(self, *, key: str, to: str, subject: str, text: str) -> Sent:
        """Raises ``Temporary`` or ``Permanent``."""
