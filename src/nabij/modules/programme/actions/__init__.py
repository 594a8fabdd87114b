"""Every write of the programme: keyword-only functions, each one transaction."""

from .agenda import make_agenda, withdraw_agenda
from .consultations import ask, close_round, draft, estimate_effort, expect_benefit, open_round, request_engagement
from .decisions import DecisionFollows, DecisionGiven
from .funding import close_call, compose_application, make_scenario, open_call, record_elsewhere, record_submission, set_parts, state_date
from .gates import pass_go_live
from .improvement import open_improvement_round, record_test
from .invitations import invite
from .membership import add_decision, correct_membership, import_membership_fact, record_membership
from .months import publish_month
from .movement import hold_gathering, raise_signals, set_quiet_period, set_signal_step
from .notes import make_next, order_notes, send_notes
from .programme import describe_project, found_group, record_population, set_cost_key, start_project, state_vision
from .responses import Engaged, answer, take_step
from .rhythm import set_series, state_need
from .succession import inherit
from .vision import ratify

__all__ = [
    "DecisionFollows", "DecisionGiven", "Engaged", "add_decision", "answer", "ask", "close_call", "close_round",
    "compose_application", "correct_membership", "describe_project", "draft", "estimate_effort", "expect_benefit",
    "found_group", "hold_gathering", "import_membership_fact", "inherit", "invite", "make_agenda", "make_next", "make_scenario",
    "open_call", "open_improvement_round", "open_round", "order_notes", "pass_go_live", "publish_month", "raise_signals", "ratify",
    "record_elsewhere",
    "record_membership", "record_population", "record_submission", "record_test", "request_engagement", "send_notes",
    "set_cost_key", "set_parts", "set_quiet_period", "set_series", "set_signal_step", "start_project", "state_date", "state_need",
    "state_vision", "take_step", "withdraw_agenda",
]
