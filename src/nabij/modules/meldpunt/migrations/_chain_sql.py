"""Bodies of the functions of the chain with the owner's rights; what each may tell is kept as small as its question."""

# Policy, people on duty and last resort of one municipality. Ids, names and delays; never a number.
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
  ELSE
    SELECT p.* INTO chosen FROM meldpunt_escalationpolicy p JOIN meldpunt_dutyparticipation d ON d.line_id = p.line_id
      WHERE d.organisation_id = organisation AND d.period @> on_day ORDER BY p.version DESC, p.id LIMIT 1;
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
      FROM meldpunt_lastresort l WHERE l.decision_id = list.id), '[]'));
END
"""

# A person of a line with the verified methods, by id and kind; used by the two functions that check who asks.
METHODS = """
  SELECT jsonb_build_object('id', d.id, 'given_name', d.given_name, 'family_name', d.family_name,
    'methods', coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'rule_no', m.rule_no,
      'delay', m.delay_minutes) ORDER BY m.rule_no)
      FROM meldpunt_contactmethod m WHERE m.person_id = d.id AND m.verified_at IS NOT NULL), '[]'))
  FROM meldpunt_dutyperson d WHERE d.id = who
"""

# One person whom an alarm of this municipality may ring: somebody of a line in which it takes part, on duty or not.
PERSON = """
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.reading()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM meldpunt_dutyperson d JOIN meldpunt_dutyparticipation p ON p.line_organisation_id = d.organisation_id
    WHERE d.id = who AND p.organisation_id = organisation) THEN
    RETURN NULL;
  END IF;
  RETURN nabij.duty_methods(who);
END
"""

# Alarms that were paged at one of these numbers and closed not long ago: a late answer hears what became of it.
LATELY_CLOSED = """
  SELECT DISTINCT ON (a.id) a.organisation_id, a.id, r.code::text, g.recipient, g.recipient_name::text, a.closed_at
  FROM meldpunt_page g
  JOIN meldpunt_alert a ON a.organisation_id = g.organisation_id AND a.id = g.alert_id AND a.state = 'closed' AND a.closed_at > since
  JOIN meldpunt_incident i ON i.organisation_id = a.organisation_id AND i.id = a.incident_id
  JOIN meldpunt_report r ON r.organisation_id = i.organisation_id AND r.id = i.report_id
  WHERE g.method IN (SELECT id FROM meldpunt_contactmethod WHERE number_index = ANY (numbers)
    UNION SELECT id FROM meldpunt_lastresort WHERE number_index = ANY (numbers))
    AND g.state IN ('sending', 'sent', 'delivered', 'unknown', 'failed', 'superseded')
"""

# Which organisations a line answers for on a day, and whether each decided a list of last resort. Ids only.
MEMBERS = """
  SELECT p.organisation_id, EXISTS (SELECT FROM meldpunt_lastresortdecision d
    WHERE d.organisation_id = p.organisation_id AND d.period @> on_day)
  FROM meldpunt_dutyparticipation p WHERE p.line_id = which AND p.period @> on_day
"""

# How often mayors and directors were called: per month and way. Per municipality, without the office, for who reads the line's
# owner; for a member only the sum of the line, by office. Never a person: one municipality has one mayor.
FIGURES = """
  WITH asked AS (
    SELECT c.municipality_id, date_trunc('month', c.at AT TIME ZONE 'Europe/Brussels')::date AS month, c.way::text, c.channel::text,
      c.office::text
    FROM meldpunt_lastresortcontact c
    WHERE c.line_id IS NOT NULL AND c.line_organisation_id = owner
      AND (c.at AT TIME ZONE 'Europe/Brussels')::date >= since AND (c.at AT TIME ZONE 'Europe/Brussels')::date < until
  )
  SELECT municipality_id, month, way, channel, ''::text, count(*)::int FROM asked
    WHERE owner = ANY (nabij.reading()) GROUP BY 1, 2, 3, 4
  UNION ALL SELECT NULL, month, way, channel, office, count(*)::int FROM asked
    WHERE owner = ANY (nabij.reading()) OR ('partnership:' || owner) = ANY (nabij.tags()) GROUP BY 2, 3, 4, 5
"""

# The sum of what the members counted in a month before they joined, how many counted, and what the freed time is used for. For who reads the line or is its member.
BASELINE = """
  SELECT coalesce(sum(p.baseline_calls), 0)::int, count(p.baseline_calls)::int,
    coalesce(array_agg(DISTINCT p.used_for::text) FILTER (WHERE p.used_for <> ''), '{}')
  FROM meldpunt_dutyparticipation p
  WHERE p.line_organisation_id = owner AND p.period @> on_day
    AND (owner = ANY (nabij.reading()) OR ('partnership:' || owner) = ANY (nabij.tags()))
"""

# The host of a partnership changes with a decision of the partnership itself; the column is the kernel's and closed to the web role.
MOVE_HOST = """
BEGIN
  IF NOT coalesce(partnership = ANY (nabij.writing()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', partnership USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT FROM meldpunt_linehost h WHERE h.organisation_id = partnership AND h.host_id = host
    ORDER BY h.recorded_at DESC LIMIT 1) THEN
    RAISE EXCEPTION 'no decision names % as host', host USING ERRCODE = 'check_violation';
  END IF;
  UPDATE tenancy_organisation SET host_id = host WHERE id = partnership AND kind = 'partnership';
END
"""

# A list of last resort always ends with a human: checked at commit, whoever writes and however.
LIST_GUARD = """
DECLARE which uuid; ends text;
BEGIN
  IF TG_TABLE_NAME = 'meldpunt_lastresortdecision' THEN
    which := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN
    which := OLD.decision_id;
  ELSE
    which := NEW.decision_id;
  END IF;
  IF NOT EXISTS (SELECT FROM meldpunt_lastresortdecision WHERE id = which) THEN
    RETURN NULL;
  END IF;
  SELECT kind INTO ends FROM meldpunt_lastresort WHERE decision_id = which ORDER BY position DESC LIMIT 1;
  IF ends IS NULL OR ends NOT IN ('person', 'desk') THEN
    RAISE EXCEPTION 'a list of last resort ends with a human' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

GUARDS = """
CREATE CONSTRAINT TRIGGER meldpunt_list_guard AFTER INSERT OR UPDATE ON meldpunt_lastresortdecision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.last_resort_guard();
CREATE CONSTRAINT TRIGGER meldpunt_list_guard AFTER INSERT OR UPDATE OR DELETE ON meldpunt_lastresort
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.last_resort_guard();
"""

REMOVE_GUARDS = """
DROP TRIGGER IF EXISTS meldpunt_list_guard ON meldpunt_lastresortdecision;
DROP TRIGGER IF EXISTS meldpunt_list_guard ON meldpunt_lastresort;
"""

# Lists that stood before decisions had rows of their own: one decision per municipality and period.
EARLIER_LISTS = """
INSERT INTO meldpunt_lastresortdecision (id, organisation_id, reference, decided_on, period, every_minutes, recorded_by, recorded_at)
  SELECT gen_random_uuid(), l.organisation_id, min(l.decision_reference), lower(l.period), l.period, 10, 'overgenomen', now()
  FROM meldpunt_lastresort l WHERE l.decision_id IS NULL GROUP BY l.organisation_id, l.period;
UPDATE meldpunt_lastresort l SET decision_id = d.id FROM meldpunt_lastresortdecision d
  WHERE l.decision_id IS NULL AND d.organisation_id = l.organisation_id AND d.period = l.period;
UPDATE meldpunt_lastresort SET office = CASE function WHEN 'coördinator' THEN 'coordinator' WHEN 'algemeen directeur' THEN 'director'
  WHEN 'burgemeester' THEN 'mayor' ELSE 'other' END;
UPDATE meldpunt_dutyparticipation SET agreement_reference = 'na te kijken' WHERE agreement_reference = '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
