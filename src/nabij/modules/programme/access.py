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
CONSULT = "programme.consultation.write"
MAKE_NOTES = "programme.note.create"
READ_NOTE = "programme.note.read"
HANDLE_NOTE = "programme.note.handle"
ANSWER_POLITICAL = "programme.answer.political"
ANSWER_ADMINISTRATIVE = "programme.answer.administrative"

EVERYONE = (
    "general_director", "strategic_lead", "programme_contact", "board", "mayor", "coordinator", "operator", "handler",
    "duty_officer", "duty_planner", "desk_clerk", "administrator", "web_editor", "archivist", "social_worker",
    "chief_social_worker", "dpo", "head_of_service",
)
#: Who reads the note that is addressed to its own board.
NOTE_READERS = ("general_director", "strategic_lead", "programme_contact", "board", "mayor")
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
    Permission(CONSULT, "een bevraging opstellen, openen en afsluiten", ("coordinator",)),
    Permission(MAKE_NOTES, "nota's aan de colleges maken en versturen", ("coordinator",)),
    Permission(READ_NOTE, "de nota aan het eigen college lezen", (*NOTE_READERS, "coordinator")),
    Permission(HANDLE_NOTE, "vastleggen wat het eigen college met de nota deed", _CONSIDERERS),
    Permission(ANSWER_POLITICAL, "voor het eigen bestuur antwoorden op een bevraging", _DECIDERS),
    Permission(ANSWER_ADMINISTRATIVE, "voor de eigen diensten antwoorden op een bevraging", _CONSIDERERS),
    Permission(IMPORT, "vroegere feiten inlezen", ()),
)


def deciding_verb(functions: frozenset[str]) -> str:
    """The verb that a step of the transition table asks for."""
    return CONSIDER if functions == CONSIDERERS else DECIDE


def answering_verb(level: str) -> str:
    """The verb that one of the two levels asks for."""
    return ANSWER_POLITICAL if level == "political" else ANSWER_ADMINISTRATIVE
