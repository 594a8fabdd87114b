"""Bodies of the functions with the owner's rights that tell who answers, what a drill came to, and that forget what is too old."""

# What decides who answers for a municipality on a day: its own decisions and the lines in which it takes part. An alarm opens in the
# transaction of a resident's report, whose scope sees neither. The choice itself is the pure rule `rules.coverage.answer_on`.
COVERAGE = """
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.reading()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN jsonb_build_object(
    'decisions', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'first', lower(c.period), 'until', upper(c.period),
        'line', c.line_id, 'number', c.public_number) ORDER BY lower(c.period), c.id)
      FROM meldpunt_dutycoverage c WHERE c.organisation_id = organisation AND c.period @> on_day), '[]'),
    'taking_part', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'first', lower(p.period), 'until', upper(p.period),
        'line', p.line_id) ORDER BY lower(p.period), p.id)
      FROM meldpunt_dutyparticipation p JOIN meldpunt_dutyline l ON l.id = p.line_id
      WHERE p.organisation_id = organisation AND p.period @> on_day), '[]'));
END
"""

# Policy, people on duty and last resort of one municipality. `pinned` is the version of a running alarm, `which` the line that answers
# for a new one; without both there are no steps. A municipality that decided no list has the coordinators of the partnership at its
# end: silence is no end. Ids, names and delays; never a number.
CHAIN = """
DECLARE
  chosen meldpunt_escalationpolicy%ROWTYPE;
  list meldpunt_lastresortdecision%ROWTYPE;
  on_day date := (at_time AT TIME ZONE 'Europe/Brussels')::date;
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.reading()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF pinned IS NOT NULL THEN
    SELECT * INTO chosen FROM meldpunt_escalationpolicy WHERE id = pinned;
  ELSIF which IS NOT NULL THEN
    SELECT p.* INTO chosen FROM meldpunt_escalationpolicy p WHERE p.line_id = which ORDER BY p.version DESC LIMIT 1;
  END IF;
  SELECT * INTO list FROM meldpunt_lastresortdecision d WHERE d.organisation_id = organisation AND d.period @> on_day;
  RETURN jsonb_build_object(
    'line_organisation', chosen.organisation_id, 'line', chosen.line_id, 'policy', chosen.id, 'repeat', coalesce(chosen.repeat, 0),
    'ack_minutes', coalesce(chosen.ack_minutes, 30),
    'every_minutes', coalesce(list.every_minutes, chosen.last_resort_minutes, 10),
    'turn', coalesce((SELECT max(a.turn) + 1 FROM meldpunt_alert a WHERE a.line_id = chosen.line_id), 0),
    'steps', coalesce((SELECT jsonb_agg(jsonb_build_object('role', s.role, 'minutes', s.delay_minutes, 'from', s.window_from,
        'to', s.window_to, 'mode', s.mode, 'multi_ack', s.multi_ack) ORDER BY s.position)
      FROM meldpunt_escalationstep s WHERE s.policy_id = chosen.id), '[]'),
    'people', coalesce((SELECT jsonb_agg(nabij.duty_methods(d.id) || jsonb_build_object('role', s.role, 'because', s.because) ORDER BY s.id)
      FROM meldpunt_shift s JOIN meldpunt_dutyperson d ON d.id = s.person_id
      WHERE s.line_id = chosen.line_id AND s.period @> at_time), '[]'),
    'last_resort', coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'function', l.function,
        'office', l.office, 'kind', l.kind, 'minutes', l.delay_minutes) ORDER BY l.position)
      FROM meldpunt_lastresort l WHERE l.decision_id = list.id),
      (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'function', 'coördinator', 'office', 'coordinator',
        'kind', 'person', 'minutes', 5) ORDER BY c.name)
      FROM (SELECT DISTINCT ON (k.number_index) k.* FROM meldpunt_linecoordinator k
        JOIN tenancy_organisation o ON o.id = k.organisation_id AND o.kind = 'partnership' ORDER BY k.number_index, k.id) c), '[]'));
END
"""

# Open alarms that were paged at one of these numbers (given as blind indexes), newest first: whom an answer can be about.
ANSWERABLE = """
  SELECT DISTINCT ON (a.id) a.organisation_id, a.id, r.code::text, g.recipient, g.recipient_name::text, a.opened_at
  FROM meldpunt_page g
  JOIN meldpunt_alert a ON a.organisation_id = g.organisation_id AND a.id = g.alert_id AND a.state <> 'closed'
  JOIN meldpunt_incident i ON i.organisation_id = a.organisation_id AND i.id = a.incident_id
  JOIN meldpunt_report r ON r.organisation_id = i.organisation_id AND r.id = i.report_id
  WHERE g.method IN (SELECT id FROM meldpunt_contactmethod WHERE number_index = ANY (numbers)
    UNION SELECT id FROM meldpunt_lastresort WHERE number_index = ANY (numbers)
    UNION SELECT id FROM meldpunt_linecoordinator WHERE number_index = ANY (numbers))
    AND g.state IN ('sending', 'sent', 'delivered', 'unknown', 'failed', 'superseded')
"""

# Alarms that were paged at one of these numbers and closed not long ago: a late answer hears what became of it.
LATELY_CLOSED = """
  SELECT DISTINCT ON (a.id) a.organisation_id, a.id, r.code::text, g.recipient, g.recipient_name::text, a.closed_at
  FROM meldpunt_page g
  JOIN meldpunt_alert a ON a.organisation_id = g.organisation_id AND a.id = g.alert_id AND a.state = 'closed' AND a.closed_at > since
  JOIN meldpunt_incident i ON i.organisation_id = a.organisation_id AND i.id = a.incident_id
  JOIN meldpunt_report r ON r.organisation_id = i.organisation_id AND r.id = i.report_id
  WHERE g.method IN (SELECT id FROM meldpunt_contactmethod WHERE number_index = ANY (numbers)
    UNION SELECT id FROM meldpunt_lastresort WHERE number_index = ANY (numbers)
    UNION SELECT id FROM meldpunt_linecoordinator WHERE number_index = ANY (numbers))
    AND g.state IN ('sending', 'sent', 'delivered', 'unknown', 'failed', 'superseded')
"""

# How many drills of each role were held and confirmed within `answer_within`, over a period: for the members of the partnership.
# No person, no evening and no hour.
DRILLS = """
  SELECT c.role::text, count(*)::int, (count(*) FILTER (WHERE c.confirmed_at <= c.due_at + answer_within))::int
  FROM meldpunt_dutycall c
  WHERE c.organisation_id = owner AND c.purpose = 'drill' AND c.due_at > since AND c.decided_at IS NOT NULL
    AND (owner = ANY (nabij.reading()) OR ('partnership:' || owner) = ANY (nabij.tags()))
  GROUP BY c.role
"""

# The last test of each provider: no person, no number, no municipality.
GATEWAYS = """
  SELECT DISTINCT ON (c.provider) c.provider::text, c.kind::text, c.due_at, c.delivered_at, c.decided_at, c.problem::text
  FROM meldpunt_dutycall c WHERE c.purpose = 'gateway' ORDER BY c.provider, c.due_at DESC
"""

# A line of a log is never changed, but for its words (the column that the trigger names): they may become empty, once past their term.
WORDS_ONLY = """
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> TG_ARGV[0] = '' AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
"""


def only_words(table: str, column: str) -> str:
    """The guard of a log whose words may be forgotten. The web role still may not update: only `forget_duty` reaches it."""
    return (
        f"DROP TRIGGER IF EXISTS nabij_append_only ON {table}; CREATE TRIGGER nabij_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION nabij.append_only_words('{column}')"
    )


# What is older than its term loses what points at a person; the counts stay. Only for who writes for that organisation.
FORGET = """
DECLARE callers int; steps int; calls int; texts int;
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.writing()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE meldpunt_nightstep s SET text = '' FROM meldpunt_nightcall c
    WHERE c.organisation_id = organisation AND s.organisation_id = organisation AND s.call_id = c.id AND c.at < calls_before AND s.text <> '';
  GET DIAGNOSTICS steps = ROW_COUNT;
  UPDATE meldpunt_nightcall c SET caller = '', answered_by = ''
    WHERE c.organisation_id = organisation AND c.at < calls_before AND (c.caller <> '' OR c.answered_by <> '')
      AND (c.settled_at IS NOT NULL OR c.promised_by IS NULL);
  GET DIAGNOSTICS callers = ROW_COUNT;
  DELETE FROM meldpunt_dutycall c WHERE c.organisation_id = organisation AND c.due_at < calls_before;
  GET DIAGNOSTICS calls = ROW_COUNT;
  UPDATE meldpunt_lastresortcontact c SET about = ''
    WHERE c.organisation_id = organisation AND c.at < texts_before AND c.about <> '';
  GET DIAGNOSTICS texts = ROW_COUNT;
  RETURN jsonb_build_object('callers', callers, 'steps', steps, 'calls', calls, 'texts', texts);
END
"""
