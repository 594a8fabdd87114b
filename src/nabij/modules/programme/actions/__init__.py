"""Every write of the programme: keyword-only functions, each one transaction."""

from .consultations import ask, close_round, draft, estimate_effort, expect_benefit, open_round, request_engagement
from .decisions import DecisionFollows, DecisionGiven
from .gates import pass_go_live
from .invitations import invite
from .membership import add_decision, correct_membership, import_membership_fact, record_membership
from .notes import make_next, order_notes, send_notes
from .programme import found_group, record_population, set_cost_key, start_project, state_vision
from .responses import Engaged, answer, take_step

__all__ = [
    "DecisionFollows", "DecisionGiven", "Engaged", "add_decision", "answer", "ask", "close_round", "correct_membership", "draft",
    "estimate_effort", "expect_benefit", "found_group", "import_membership_fact", "invite", "make_next", "open_round", "order_notes",
    "pass_go_live", "record_membership", "record_population", "request_engagement", "send_notes", "set_cost_key", "start_project",
    "state_vision", "take_step",
]
