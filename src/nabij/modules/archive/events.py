"""What the archive announces: ``<noun>.<past>``, ids and states only."""

STRATEGY_PUBLISHED = "strategy.published"
STRATEGY_ADOPTED = "strategy.adopted"
QUESTION_DECIDED = "question.decided"
RECORDS_RECEIVED = "records.received"
DOSSIER_CLOSED = "dossier.closed"
DISPOSAL_APPROVED = "disposal.approved"
DISPOSAL_EXECUTED = "disposal.executed"
