"""Every write of the programme: keyword-only functions, each one transaction."""

from .decisions import DecisionFollows, DecisionGiven
from .funding import (
    close_call,
    compose_application,
    make_scenario,
    open_call,
    record_elsewhere,
    record_submission,
    set_parts,
    state_date,
)
from .gates import pass_go_live
from .improvement import open_round, record_test
from .invitations import invite
from .membership import add_decision, correct_membership, import_membership_fact, record_membership
from .movement import hold_gathering, raise_signals, set_quiet_period, set_signal_step
from .programme import describe_project, found_group, record_population, set_cost_key, start_project, state_vision
from .vision import ratify

__all__ = [
    "DecisionFollows", "DecisionGiven", "add_decision", "close_call", "compose_application", "correct_membership",
    "describe_project", "found_group", "hold_gathering", "import_membership_fact", "invite", "make_scenario", "open_call",
    "open_round", "pass_go_live", "raise_signals", "ratify", "record_elsewhere", "record_membership", "record_population",
    "record_submission", "record_test", "set_cost_key", "set_parts", "set_quiet_period", "set_signal_step", "start_project",
    "state_date", "state_vision",
]
