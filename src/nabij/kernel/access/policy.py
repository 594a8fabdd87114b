"""The check that every action makes: by verb, in the capacity of the running scope."""

from __future__ import annotations

from ..errors import Refused
from ..modules import registry
from ..tenancy.scope import Actor, current


def may(actor: Actor, verb: str) -> bool:
    """A verb is held by the chosen capacity, by a token's scopes, by everyone (public verbs) or by the system's own code."""
    return "*" in actor.permissions or verb in actor.permissions or verb in registry.public_verbs()


def authorise(verb: str) -> Actor:
    """The actor of the running scope when it may do ``verb``. Raises ``Refused``, naming the functions that could."""
    actor = current().actor
    if may(actor, verb):
        return actor
    raise Refused(refusal(verb))


def refusal(verb: str) -> str:
    permission = registry.permissions().get(verb)
    if permission is None or not permission.functions:
        return "U mag dit niet doen in deze functie."
    who = " of ".join(label_of(function) for function in permission.functions[:3])
    return f"U mag dit niet doen in deze functie. Vraag het aan: {who}."


def require_own(organisation_id: int) -> None:
    """Only a function of the organisation itself decides for it (founding note N29). Raises ``Refused``."""
    running = current()
    if running.actor.kind == "system" or running.actor.organisation_id == organisation_id:
        return
    from ..tenancy.queries import name_of

    name = name_of(organisation_id)
    raise Refused(f"Alleen {name} beslist voor {name}.")


def label_of(function: str) -> str:
    from ..identity.models import FunctionKind

    return FunctionKind.objects.filter(code=function).values_list("label_nl", flat=True).first() or function
