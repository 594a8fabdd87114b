"""Bodies of the functions with the owner's rights; what each may tell is kept as small as its question."""

# Organisations with work for the engine. A lease is time of the database, all else the clock that is passed in.
DUE = """
  SELECT organisation_id FROM meldpunt_alert WHERE state = 'triggered' AND next_at <= at_time
  UNION SELECT organisation_id FROM meldpunt_alert WHERE state = 'acknowledged' AND ack_expires_at <= at_time
  UNION SELECT organisation_id FROM meldpunt_page WHERE state = 'pending' AND due_at <= at_time
  UNION SELECT organisation_id FROM meldpunt_page WHERE state = 'sending' AND lease_until <= clock_timestamp()
  UNION SELECT organisation_id FROM meldpunt_page WHERE state = 'sent'
"""

# Where someone on duty may read and write now: the line's municipalities during the shift, and wherever an open alarm
# paged or was taken by that person (an alarm ends with whoever took it, whatever the rota edit).
ORGANISATIONS = """
  SELECT p.organisation_id, s.id, 'wachtbeurt vanaf ' || to_char(lower(s.period) AT TIME ZONE 'Europe/Brussels', 'FMDD/MM/YYYY FMHH24.MI') || ' uur'
    FROM meldpunt_shift s
    JOIN meldpunt_dutyperson d ON d.id = s.person_id
    JOIN meldpunt_dutyparticipation p ON p.line_id = s.line_id
      AND p.period @> (at_time AT TIME ZONE 'Europe/Brussels')::date
    WHERE d.account_id = who AND s.period @> at_time
  UNION SELECT a.organisation_id, a.id, 'wachtoproep van ' || to_char(a.opened_at AT TIME ZONE 'Europe/Brussels', 'FMDD/MM/YYYY FMHH24.MI') || ' uur'
    FROM meldpunt_alert a
    JOIN meldpunt_page g ON g.organisation_id = a.organisation_id AND g.alert_id = a.id
    JOIN meldpunt_dutyperson d ON d.id = g.recipient
    WHERE d.account_id = who AND a.state <> 'closed'
"""

# Policy, people on duty and last resort of one municipality. Ids, names and delays; never a number.
CHAIN = """
DECLARE
  chosen meldpunt_escalationpolicy%ROWTYPE;
  on_day date := (at_time AT TIME ZONE 'Europe/Brussels')::date;
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.reading()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF pinned IS NOT NULL THEN
    SELECT * INTO chosen FROM meldpunt_escalationpolicy WHERE id = pinned;
  ELSE
    SELECT p.* INTO chosen FROM meldpunt_escalationpolicy p JOIN meldpunt_dutyparticipation d ON d.line_id = p.line_id
      WHERE d.organisation_id = organisation AND d.period @> on_day ORDER BY p.version DESC, p.id LIMIT 1;
  END IF;
  RETURN jsonb_build_object(
    'line_organisation', chosen.organisation_id, 'line', chosen.line_id, 'policy', chosen.id, 'repeat', coalesce(chosen.repeat, 0),
    'ack_minutes', coalesce(chosen.ack_minutes, 30), 'every_minutes', coalesce(chosen.last_resort_minutes, 10),
    'steps', coalesce((SELECT jsonb_agg(jsonb_build_object('role', s.role, 'minutes', s.delay_minutes) ORDER BY s.position)
      FROM meldpunt_escalationstep s WHERE s.policy_id = chosen.id), '[]'),
    'people', coalesce((SELECT jsonb_agg(jsonb_build_object('role', s.role, 'id', d.id, 'given_name', d.given_name,
        'family_name', d.family_name, 'because', s.because, 'methods', coalesce((SELECT jsonb_agg(jsonb_build_object(
          'id', m.id, 'kind', m.kind, 'rule_no', m.rule_no, 'delay', m.delay_minutes) ORDER BY m.rule_no)
          FROM meldpunt_contactmethod m WHERE m.person_id = d.id AND m.verified_at IS NOT NULL), '[]')) ORDER BY s.id)
      FROM meldpunt_shift s JOIN meldpunt_dutyperson d ON d.id = s.person_id
      WHERE s.line_id = chosen.line_id AND s.period @> at_time), '[]'),
    'last_resort', coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'function', l.function,
        'minutes', l.delay_minutes) ORDER BY l.position)
      FROM meldpunt_lastresort l WHERE l.organisation_id = organisation AND l.period @> on_day), '[]'));
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
    UNION SELECT id FROM meldpunt_lastresort WHERE number_index = ANY (numbers))
    AND g.state IN ('sending', 'sent', 'delivered', 'unknown', 'failed', 'superseded')
"""

# One line per engine and line owner; written each second, so it does not deserve a scope each time.
PULSE = """
  INSERT INTO meldpunt_heartbeat (id, organisation_id, audience, engine, at)
  SELECT gen_random_uuid(), o.organisation_id, 'public', name, at_time
  FROM (SELECT DISTINCT organisation_id FROM meldpunt_dutyline) o
  ON CONFLICT (organisation_id, engine) DO UPDATE SET at = excluded.at
"""
