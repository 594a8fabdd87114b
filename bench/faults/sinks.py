"""A text message provider that follows a script: what it answers to a message, and what it says of it as time goes by."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from nabij.connect.sms.stub import SmsOne
from nabij.kernel.calendar import clock
from nabij.kernel.notices.ports import Sent, Temporary

PROVIDERS = {
    "sms": ["sinks.Scripted", "nabij.connect.sms.stub.SmsTwo"],
    "voice": ["nabij.connect.sms.stub.VoiceOne", "nabij.connect.sms.stub.VoiceTwo"],
}


class Scripted(SmsOne):
    """``refuses``: words with which every message is refused. ``says``: (seconds after the message, status) in order of time."""

    refuses: ClassVar[str] = ""
    says: ClassVar[tuple[tuple[int, str], ...]] = ()
    taken: ClassVar[dict[str, datetime]] = {}

    def send(self, *, key: str, to: str, text: str) -> Sent:
        """Refuse, or take it and remember when."""
        if self.refuses:
            raise Temporary(f"{self.name}: {self.refuses}")
        self.taken.setdefault(key, clock.now())
        return super().send(key=key, to=to, text=text)

    def status(self, key: str) -> str | None:
        """What the script says of this message now."""
        at = self.taken.get(key)
        if at is None:
            return None
        age = (clock.now() - at).total_seconds()
        return next((status for after, status in reversed(self.says) if after <= age), "accepted")
