"""Verbs of the programme and who holds them by default."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

from .rules.states import CONSIDERERS, DECIDERS

READ = "programme.programme.read"
DECIDE = "programme.membership.decide"
CONSIDER = "programme.membership.consider"
CORRECT = "programme.membership.correct"
GO_LIVE = "programme.go_live.pass"
INVITE = "programme.invitation.create"
STEER = "programme.programme.write"
IMPORT = "programme.membership.import"
TEST = "programme.improvement_test.record"
RATIFY = "programme.vision.ratify"
EXPORT = "programme.export.download"
WATCH = "programme.stall_signal.raise"

EVERYONE = (
    "general_director", "strategic_lead", "programme_contact", "board", "mayor", "coordinator", "operator", "handler",
    "duty_officer", "duty_planner", "desk_clerk", "administrator", "web_editor", "archivist", "social_worker",
    "chief_social_worker", "dpo", "head_of_service",
)
_DECIDERS, _CONSIDERERS = tuple(sorted(DECIDERS, reverse=True)), tuple(sorted(CONSIDERERS))

PERMISSIONS = (
    Permission(READ, "het programma en de deelname lezen", EVERYONE),
    Permission(DECIDE, "voor de eigen organisatie beslissen over deelname", _DECIDERS),
    Permission(CONSIDER, "zeggen dat de eigen organisatie deelname overweegt", _CONSIDERERS),
    Permission(CORRECT, "een eigen antwoord verbeteren", _DECIDERS),
    Permission(GO_LIVE, "vastleggen dat de eigen organisatie klaar is voor de start", _DECIDERS),
    Permission(INVITE, "organisaties uitnodigen voor een project", ("coordinator",)),
    Permission(STEER, "visie, projecten, bijeenkomsten en oproepen vastleggen", ("coordinator",)),
    Permission(TEST, "zeggen of een project voor de eigen organisatie een verbetering is", tuple(sorted(DECIDERS | CONSIDERERS))),
    Permission(RATIFY, "de visie bekrachtigen voor de eigen organisatie", _DECIDERS),
    Permission(EXPORT, "de eigen gegevens van het programma meenemen", tuple(sorted(DECIDERS | CONSIDERERS))),
    Permission(WATCH, "iemand verwittigen dat een project stilvalt", ()),
    Permission(IMPORT, "vroegere feiten inlezen", ()),
)


def deciding_verb(functions: frozenset[str]) -> str:
    """The verb that a step of the transition table asks for."""
    return CONSIDER if functions == CONSIDERERS else DECIDE
