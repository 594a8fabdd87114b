"""Bodies of the functions of storm mode: counts and ids, never what somebody reported."""

# Acute reports per municipality since a moment. What is in review or withdrawn does not start a storm.
COUNTS = """
  SELECT organisation_id, count(*)::int FROM meldpunt_report
  WHERE urgency = 'acute' AND reported_at > since AND reported_at <= until AND state NOT IN ('quarantined', 'cancelled')
  GROUP BY organisation_id
"""

# Everything an engine needs to know each second, in one question: the running storm, the counts that decide, what waits.
PULSE = """
DECLARE
  run meldpunt_stormrun%ROWTYPE;
  since timestamptz := at_time - window_length;
  ended timestamptz;
BEGIN
  SELECT * INTO run FROM meldpunt_stormrun WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1;
  IF run.id IS NULL THEN
    SELECT max(ended_at) INTO ended FROM meldpunt_stormrun;
    since := greatest(since, ended);
  END IF;
  RETURN jsonb_build_object(
    'run', run.id, 'began', run.began_at, 'announced', run.announced_at IS NOT NULL, 'reserve', run.reserve_called_at IS NOT NULL,
    'line_1722', run.line_1722_since IS NOT NULL, 'digest_at', run.digest_at,
    'unannounced_end', EXISTS (SELECT FROM meldpunt_stormrun WHERE ended_at IS NOT NULL AND end_announced_at IS NULL),
    'counts', coalesce((SELECT jsonb_object_agg(c.organisation_id, c.acute) FROM nabij.storm_counts(since, at_time) c), '{}'),
    'last_acute', CASE WHEN run.id IS NULL THEN NULL ELSE (SELECT max(reported_at) FROM meldpunt_report
      WHERE urgency = 'acute' AND reported_at >= run.began_at AND reported_at <= at_time) END,
    'anchor', CASE WHEN run.id IS NULL THEN NULL ELSE (SELECT jsonb_build_object('organisation', a.organisation_id, 'alert', a.id)
      FROM meldpunt_alert a WHERE a.state <> 'closed' AND a.opened_at >= run.began_at - window_length
      ORDER BY (a.state <> 'triggered'), a.opened_at LIMIT 1) END,
    'joined', CASE WHEN run.id IS NULL THEN 0 ELSE (SELECT count(*) FROM meldpunt_incidentreport
      WHERE joined_at >= run.digest_at AND joined_at < at_time) END,
    'matters', CASE WHEN run.id IS NULL THEN 0 ELSE (SELECT count(DISTINCT incident_id) FROM meldpunt_incidentreport
      WHERE joined_at >= run.digest_at AND joined_at < at_time) END,
    'untaken', CASE WHEN run.id IS NULL THEN 0 ELSE (SELECT count(*) FROM meldpunt_alert
      WHERE state = 'triggered' AND opened_at >= run.began_at - window_length) END);
END
"""

# Where a coordinator may read and write while it storms and for a week after: the municipalities of the reporting point.
GROUND = """
  SELECT o.id, r.began_at FROM meldpunt_stormrun r
  CROSS JOIN LATERAL nabij.meldpunt_organisations((at_time AT TIME ZONE 'Europe/Brussels')::date) AS o(id)
  WHERE r.id = (SELECT id FROM meldpunt_stormrun WHERE ended_at IS NULL OR ended_at > at_time - interval '7 days'
    ORDER BY began_at DESC LIMIT 1)
"""
