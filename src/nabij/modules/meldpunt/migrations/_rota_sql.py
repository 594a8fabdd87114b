"""Bodies of the two functions that tell the members of a partnership what its municipalities share on the duty line.

Both answer only who reads the partnership's shared rows. Neither tells a name of a person, a report or an alarm.
"""

# Who takes part in which line from when until when, with its weight in the division of hours.
MEMBERS = """
BEGIN
  IF NOT coalesce(partnership = ANY (nabij.reading()), false)
     AND NOT coalesce('partnership:' || partnership = ANY (nabij.tags()), false) THEN
    RAISE EXCEPTION 'partnership % is outside this scope', partnership USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT p.organisation_id, p.line_id, lower(p.period), upper(p.period), p.share, p.public_number::text
    FROM meldpunt_dutyparticipation p WHERE p.line_organisation_id = partnership;
END
"""

# Minutes between taking an alarm and closing it, summed per municipality that received and that gave. Someone who is not of the
# line (the last resort) works for the municipality itself.
INTERVENTIONS = """
BEGIN
  IF NOT coalesce(partnership = ANY (nabij.reading()), false)
     AND NOT coalesce('partnership:' || partnership = ANY (nabij.tags()), false) THEN
    RAISE EXCEPTION 'partnership % is outside this scope', partnership USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT a.line_id, a.organisation_id, coalesce(d.employer_id, a.organisation_id),
      sum(greatest(0, floor(extract(epoch FROM date_trunc('minute', least(a.closed_at, until_time))
        - date_trunc('minute', greatest(a.taken_at, from_time))) / 60)))::bigint
    FROM meldpunt_alert a LEFT JOIN meldpunt_dutyperson d ON d.id = a.taken_by_recipient
    WHERE a.line_organisation_id = partnership AND a.state = 'closed' AND a.taken_at < until_time AND a.closed_at > from_time
    GROUP BY 1, 2, 3;
END
"""
