"""A page by e-mail, over the mail server of the installation. It never knows whether a mail arrived, so other ways follow."""

from __future__ import annotations

from nabij.kernel.notices.ports import Sent, Temporary

from .mail import Transport


class PagerMail:
    """Fulfils the port of a voice provider: text to one address."""

    name = "e-mail"
    kind = "email"

    def call(self, *, key: str, to: str, text: str) -> Sent:
        """Raises ``Temporary`` or ``Permanent``."""
        return Transport().send(key=key, to=to, subject="Wachtdienst", text=text)

    def status(self, key: str) -> str | None:
        """A mail server tells nothing by key."""
        raise Temporary("Een mailserver zegt niet wat met een bericht gebeurde.")
