"""What the programme announces: ``<noun>.<past>``, ids and states only."""

MEMBERSHIP_CHANGED = "membership.changed"
GO_LIVE_PASSED = "gate.passed"
INVITATION_SENT = "invitation.sent"
