"""Providers of text messages and calls, in the order in which they are tried.

`settings.NABIJ_DUTY_PROVIDERS = {"sms": [dotted, …], "voice": [dotted, …]}` names them. A demo without that setting gets
the stand-ins that ring nobody; a real installation gets none, so that no alarm disappears into a stand-in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

STAND_INS = {
    "sms": ("nabij.connect.sms.stub.SmsOne", "nabij.connect.sms.stub.SmsTwo"),
    "voice": ("nabij.connect.sms.stub.VoiceOne", "nabij.connect.sms.stub.VoiceTwo"),
}
#: A pager address needs no contract of its own: the mail server of the installation carries it.
ALWAYS = {"email": ("nabij.connect.pager_mail.PagerMail",)}


def providers(kind: str) -> list[Any]:
    """Providers of `sms`, `voice` or `email`, first choice first; empty when none is set."""
    chosen = getattr(settings, "NABIJ_DUTY_PROVIDERS", STAND_INS if settings.NABIJ_DEMO else {})
    return [_made(dotted) for dotted in chosen.get(kind, ALWAYS.get(kind, ()))]


@cache
def _made(dotted: str) -> Any:
    return import_string(dotted)()


def provider_named(name: str) -> Any:
    """The provider with this name. Raises `KeyError` when it is no longer set."""
    for kind in (*STAND_INS, *ALWAYS):
        for provider in providers(kind):
            if provider.name == name:
                return provider
    raise KeyError(name)


def first_provider() -> Any:
    """The SMS provider of ordinary notices."""
    return providers("sms")[0]
