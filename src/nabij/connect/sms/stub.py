"""Two SMS providers and two voice providers that ring nobody: they write to the loopback gateway.

Each can be told to be slow, to refuse, to lie, to keep silent, to be dead, or to lose the line after
taking the message (`gateway.set_behaviour`). They fulfil the ports in `kernel.notices.ports`.
"""

from __future__ import annotations

import time

from nabij.kernel.notices.ports import Sent, Temporary

from . import gateway
from .gateway import Mood


class _Provider:
    """One provider of the loopback gateway."""

    name = ""
    kind = ""

    def _take(self, key: str, to: str, text: str) -> Sent:
        behaviour = gateway.behaviour(self.name)
        if behaviour.mood is Mood.DEAD:
            raise Temporary(f"{self.name} is niet bereikbaar.")
        gateway.note_call(self.name, key, "send")
        if behaviour.mood is Mood.FAIL:
            raise Temporary(f"{self.name} weigert het bericht.")
        time.sleep(behaviour.seconds)
        lies, silent = behaviour.mood is Mood.LIE, behaviour.mood is Mood.SILENT
        gateway.accept(
            provider=self.name, key=key, kind=self.kind, to=to, text=text,
            status="accepted" if silent else "delivered", arrived=not lies,
        )  # fmt: skip
        gateway.note_call(self.name, key, "ring")
        if behaviour.mood is Mood.DOUBTFUL:
            raise Temporary(f"{self.name} verloor de verbinding.", outcome_unknown=True)
        return Sent(reference=f"{self.name}-{key}")

    def status(self, key: str) -> str | None:
        """See the port; raises `Temporary` when the provider cannot answer."""
        if gateway.behaviour(self.name).mood in (Mood.DEAD, Mood.DOUBTFUL):
            raise Temporary(f"{self.name} is niet bereikbaar.")
        found = gateway.find(self.name, key)
        return found.status if found else None


class _Sms(_Provider):
    kind = "sms"

    def send(self, *, key: str, to: str, text: str) -> Sent:
        """See the port."""
        return self._take(key, to, text)


class _Voice(_Provider):
    kind = "voice"

    def call(self, *, key: str, to: str, text: str) -> Sent:
        """See the port."""
        return self._take(key, to, text)


class Watchdog(_Provider):
    """The provider of the guard over the duty engine: nobody else uses it."""

    name, kind = "waak-1", "voice"

    def call(self, *, key: str, to: str, text: str) -> Sent:
        """See the port."""
        return self._take(key, to, text)

    send = call


class SmsOne(_Sms):
    """First SMS provider of the demo."""

    name = "sms-1"


class SmsTwo(_Sms):
    """Second SMS provider of the demo."""

    name = "sms-2"


class VoiceOne(_Voice):
    """First voice provider of the demo."""

    name = "stem-1"


class VoiceTwo(_Voice):
    """Second voice provider of the demo."""

    name = "stem-2"
