"""Bodies of the functions with the owner's rights that belong to protocols, to the health of the duty line and to calendars."""

# Protocols in force for a municipality: the newest version of each of the line that answers for it. An alarm opens in the transaction
# of a resident's report, whose scope does not read the partnership's rows. No step, no name of a person.
PROTOCOLS = """
BEGIN
  IF NOT coalesce(organisation = ANY (nabij.reading()), false) THEN
    RAISE EXCEPTION 'organisation % is outside this scope', organisation USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce((SELECT jsonb_agg(jsonb_build_object('id', p.id, 'organisation', p.organisation_id, 'code', p.code, 'name', p.name,
      'categories', p.categories, 'words', p.words) ORDER BY p.code)
    FROM (SELECT DISTINCT ON (a.organisation_id, a.code) a.* FROM meldpunt_protocol a
      WHERE a.organisation_id = owner ORDER BY a.organisation_id, a.code, a.version DESC) p
    WHERE p.in_use), '[]');
END
"""

# Two moments, nothing else: when an engine last ran, and since when the oldest page waits that should have left.
HEALTH = """
  SELECT (SELECT max(h.at) FROM meldpunt_heartbeat h),
    (SELECT min(due) FROM (
      SELECT min(due_at) AS due FROM meldpunt_page WHERE state = 'pending' AND due_at <= at_time
      UNION ALL SELECT min(next_at) FROM meldpunt_alert WHERE state = 'triggered' AND next_at <= at_time) waiting)
"""

# Whose calendar an address is. A token that was withdrawn opens nothing.
FEED = """
  SELECT f.organisation_id, f.kind::text, f.account_id, f.created_at FROM meldpunt_calendarfeed f
  WHERE f.token_sha256 = hash AND f.revoked_at IS NULL
"""
