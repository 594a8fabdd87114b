"""E-mail through Django's backend; in a demo every message is also shown on "Wat er vertrok"."""

from __future__ import annotations

from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from nabij.kernel.notices.ports import Permanent, Sent, Temporary


class Transport:
    """Adapter of ``MailTransport``. The Message-ID carries the notice's key, so that a repeated send can be recognised."""

    name = "e-mail"

    def send(self, *, key: str, to: str, subject: str, text: str) -> Sent:
        reference = make_msgid(idstring=key, domain=settings.SITE_DOMAIN)
        headers = {"Message-ID": reference, "Auto-Submitted": "auto-generated"}
        message = EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
        try:
            message.send()
        except SMTPRecipientsRefused as error:
            raise Permanent(f"Het adres {to} kan niet ontvangen.") from error
        except (SMTPException, OSError) as error:
            raise Temporary("De mailserver antwoordt niet.") from error
        return Sent(reference)
