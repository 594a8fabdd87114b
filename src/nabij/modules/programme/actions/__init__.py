"""Every write of the programme: keyword-only functions, each one transaction."""

from .decisions import DecisionFollows, DecisionGiven
from .gates import pass_go_live
from .invitations import invite
from .membership import add_decision, correct_membership, import_membership_fact, record_membership
from .programme import found_group, record_population, set_cost_key, start_project, state_vision

__all__ = [
    "DecisionFollows", "DecisionGiven", "add_decision", "correct_membership", "found_group", "import_membership_fact", "invite",
    "pass_go_live", "record_membership", "record_population", "set_cost_key", "start_project", "state_vision",
]
