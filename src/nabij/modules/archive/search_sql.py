"""SQL of search. ``@@`` is not leakproof, so under row-level security its index would stay unused: these functions run with the
owner's rights and repeat the scope's predicate themselves. Organisations and person come from the transaction, never from arguments.
"""

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION nabij.nabij_nl (COPY = pg_catalog.dutch);
ALTER TEXT SEARCH CONFIGURATION nabij.nabij_nl
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH public.unaccent, pg_catalog.dutch_stem;
CREATE OR REPLACE FUNCTION nabij.archive_lead(title text, meta text, opening text, tokens text) RETURNS tsvector
LANGUAGE sql STABLE AS $lead$
  SELECT setweight(to_tsvector('nabij.nabij_nl', title), 'A') || setweight(to_tsvector('pg_catalog.simple', tokens), 'A')
    || setweight(to_tsvector('nabij.nabij_nl', meta), 'B') || setweight(to_tsvector('nabij.nabij_nl', opening), 'C')
$lead$;
GRANT EXECUTE ON FUNCTION nabij.archive_lead(text, text, text, text) TO nabij_web, nabij_care;
"""
CONFIGURATION_REVERSE = """
DROP FUNCTION nabij.archive_lead(text, text, text, text);
DROP TEXT SEARCH CONFIGURATION nabij.nabij_nl;
"""

#: Audiences that the person of this transaction is in today, within the organisations that the transaction may read.
AUDIENCES = """
  SELECT coalesce(array_agg(DISTINCT a.id), '{}') FROM archive_audience a
  WHERE a.organisation_id = ANY (nabij.reading()) AND (
    a.everyone OR coalesce(current_setting('nabij.actor', true), '') LIKE 'system:%'
    OR EXISTS (SELECT 1 FROM archive_audiencemember m WHERE m.organisation_id = a.organisation_id AND m.audience_id = a.id
      AND m.period @> on_day AND (m.account_id = nabij.account() OR m.function IN (
        SELECT f.kind FROM identity_function f WHERE f.account_id = nabij.account()
          AND f.organisation_id = a.organisation_id AND f.period @> on_day))))
"""

_HITS = """
    FROM archive_searchentry e
    JOIN archive_dossier d ON d.organisation_id = e.organisation_id AND d.id = e.dossier_id
    WHERE e.organisation_id = ANY (organisations) AND e.audience_id = ANY (readers)
      AND d.audience_id = ANY (readers) AND d.state <> 'destroyed'
      AND (a_wanted IS NULL OR e.full @@ a_wanted)
      AND (a_series = '' OR e.series_code = a_series) AND (a_kind = '' OR e.kind = a_kind)
      AND (a_from IS NULL OR e.doc_date >= a_from) AND (a_until IS NULL OR e.doc_date < a_until)
"""
_ARGUMENTS = "a_wanted tsquery, on_day date, a_series text, a_kind text, a_from date, a_until date"
_SETS = "organisations int[] := nabij.reading(); readers uuid[] := nabij.archive_my_audiences(on_day);"

FIND_SIGNATURE = f"nabij.archive_find({_ARGUMENTS}, a_best boolean, a_most int, a_day date, a_record uuid)"
FIND_ROWS = "TABLE (record_id uuid, dossier_id uuid, rank real, doc_date date)"
FIND = f"""
#variable_conflict use_column
DECLARE {_SETS}
BEGIN
  IF a_best AND a_wanted IS NOT NULL THEN
    RETURN QUERY SELECT e.record_id, e.dossier_id, ts_rank_cd(e.lead, a_wanted), e.doc_date {_HITS}
      ORDER BY 3 DESC, e.doc_date DESC, e.record_id LIMIT a_most;
  ELSE
    RETURN QUERY SELECT e.record_id, e.dossier_id, 0::real, e.doc_date {_HITS}
      AND (a_day IS NULL OR (e.doc_date, e.record_id) < (a_day, a_record))
      ORDER BY e.doc_date DESC, e.record_id DESC LIMIT a_most;
  END IF;
END
"""

FACETS_SIGNATURE = f"nabij.archive_facets({_ARGUMENTS})"
FACETS_ROWS = "TABLE (facet text, value text, hits bigint)"
FACETS = f"""
#variable_conflict use_column
DECLARE {_SETS}
BEGIN
  RETURN QUERY WITH found AS MATERIALIZED (
    SELECT e.series_code, e.kind, extract(year FROM e.doc_date)::int AS year {_HITS} LIMIT 10001
  )
  SELECT 'reeks'::text, f.series_code::text, count(*) FROM found f GROUP BY 2
  UNION ALL SELECT 'soort', f.kind::text, count(*) FROM found f GROUP BY 2
  UNION ALL SELECT 'jaar', f.year::text, count(*) FROM found f GROUP BY 2
  UNION ALL SELECT 'alles', '', count(*) FROM found f;
END
"""  # nosec B608: only constants of this file
