"""Functions and tokens: granted, ended and withdrawn by the organisation itself; history is never overwritten."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from ..access.policy import authorise, require_own
from ..audit import entries
from ..calendar import clock
from ..errors import Invalid, Refused
from ..events import outbox
from ..modules import registry
from ..references import Reference
from ..tenancy.scope import current
from .capacities import hash_of, new_token
from .models import AccessToken, Account, Function, FunctionKind

LONGEST = timedelta(days=365)


def create_token(*, organisation_id: int, name: str, scopes: list[str], expires_in: timedelta = LONGEST) -> tuple[AccessToken, str]:
    """A token of this organisation and its secret text, which is shown this once. Raises ``Invalid`` for an
    unknown scope and ``Refused`` for one that its maker does not hold: a machine never decides what a person there may not."""
    actor = authorise("kernel.token.write")
    require_own(organisation_id)
    unknown = sorted(set(scopes) - set(registry.permissions()))
    if unknown or not scopes:
        raise Invalid({"scopes": f"Deze rechten kennen we niet: {', '.join(unknown) or 'geen enkel recht gekozen'}."})
    beyond = sorted(set(scopes) - actor.permissions - registry.public_verbs())
    if beyond and "*" not in actor.permissions:
        raise Refused(f"Een token mag niet meer dan wie het maakt. U hebt zelf niet: {', '.join(beyond)}.")
    if not name.strip() or expires_in > LONGEST:
        raise Invalid({"name": "Geef het token een naam en een einddatum binnen het jaar."})
    secret, now = new_token(), clock.now()
    row = AccessToken.objects.create(
        organisation_id=organisation_id, name=name.strip(), prefix=secret[:12], sha256=hash_of(secret), scopes=sorted(scopes),
        expires=now + expires_in, created_by_id=actor.account_id, created_at=now,
    )
    entries.record("kernel.token.created", row, detail={"scopes": sorted(scopes)})
    return row, secret


def revoke_token(*, organisation_id: int, token_id: str) -> None:
    """The next request with this token is refused."""
    authorise("kernel.token.write")
    require_own(organisation_id)
    row = AccessToken.objects.select_for_update().get(organisation_id=organisation_id, id=token_id)
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    entries.record("kernel.token.revoked", row)


def create_local_account(*, username: str, display_name: str, password: str) -> Account:
    """An account with a password of its own, for the first set-up and for break-glass. Raises ``Invalid`` for a weak password
    (at least 15 characters, not a common one) or a name that is taken."""
    authorise("kernel.account.write")
    problems: dict[str, str] = {}
    if not username.strip() or not display_name.strip():
        problems["username"] = "Vul een aanmeldnaam en een naam in."
    elif Account.objects.filter(username=username.strip()).exists():
        problems["username"] = f"De aanmeldnaam “{username.strip()}” bestaat al. Kies een andere."
    try:
        validate_password(password)
    except ValidationError:
        problems["password"] = "Kies een wachtwoord van minstens 15 tekens dat niemand raadt, bijvoorbeeld vier losse woorden."
    if problems:
        raise Invalid(problems)
    account = Account(username=username.strip(), display_name=display_name.strip(), kind=Account.Kind.STAFF)
    account.set_password(password)
    account.save()
    entries.record("kernel.account.created", Reference.to(account), organisation_id=current().organisation_id)
    return account


def grant_function(*, organisation_id: int, account: Account, kind: str, since: date, unit: str = "", phone: str = "") -> Function:
    """A dated function from ``since``. Raises ``Invalid`` for an unknown kind."""
    authorise("kernel.function.write")
    require_own(organisation_id)
    if not FunctionKind.objects.filter(code=kind).exists():
        raise Invalid({"kind": f"De functie “{kind}” kennen we niet."})
    row = Function.objects.create(
        organisation_id=organisation_id, account=account, kind=kind, unit=unit, phone=phone, period=DateRange(since, None),
    )
    entries.record("kernel.function.granted", row, detail={"kind": kind, "since": since.isoformat()})
    outbox.publish("function.granted", row, data={"kind": kind})
    return row


def end_function(*, organisation_id: int, function_id: str, until: date) -> Function:
    """The function counts up to and including the day before ``until``; the row stays as history."""
    authorise("kernel.function.write")
    require_own(organisation_id)
    row = Function.objects.select_for_update().get(organisation_id=organisation_id, id=function_id)
    row.period = DateRange(row.period.lower, until)
    row.save(update_fields=["period"])
    entries.record("kernel.function.ended", row, detail={"until": until.isoformat()})
    outbox.publish("function.ended", row, data={"kind": row.kind})
    return row
