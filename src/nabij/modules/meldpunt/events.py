"""What the reporting point announces. Thin: ids and states, never personal data."""

REPORT_RECEIVED = "report.received"
REPORT_CHANGED = "report.changed"
REPORT_CLOSED = "report.closed"
REPORT_REOPENED = "report.reopened"
