"""SQL that keeps illegal steps out of the database, made from the same table as the Python rule.

Three walls: a report is born in a start state and moves only along the table; a log line tells only a legal step; and at
commit the last log line of a report says the state that the report has.
"""

from __future__ import annotations

from ..rules.report_states import START, allowed_pairs

REPORT, LOG = "meldpunt_report", "meldpunt_statuschange"


def _pairs() -> str:
    return ", ".join(f"('{origin}', '{to}')" for origin, to in allowed_pairs())


def _starts() -> str:
    return ", ".join(f"'{state.value}'" for state in START)


def step_function() -> str:
    """A SQL predicate: may a report go from the first state (empty = not there yet) to the second?"""
    return f"""
CREATE OR REPLACE FUNCTION nabij.meldpunt_step(origin text, target text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $step$
SELECT CASE WHEN origin = '' THEN target IN ({_starts()}) ELSE (origin, target) IN ({_pairs()}) END
$step$;
GRANT EXECUTE ON FUNCTION nabij.meldpunt_step(text, text) TO nabij_web, nabij_care;
"""


GUARDS = f"""
CREATE OR REPLACE FUNCTION nabij.meldpunt_report_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE origin text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.state END;
BEGIN
  IF origin <> NEW.state AND NOT nabij.meldpunt_step(origin, NEW.state) THEN
    RAISE EXCEPTION 'a report may not go from "%" to "%"', origin, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.organisation_id, NEW.code) <> (OLD.organisation_id, OLD.code) THEN
    RAISE EXCEPTION 'a report never changes owner or number' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER meldpunt_report_guard BEFORE INSERT OR UPDATE ON {REPORT}
  FOR EACH ROW EXECUTE FUNCTION nabij.meldpunt_report_guard();

CREATE OR REPLACE FUNCTION nabij.meldpunt_log_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NOT nabij.meldpunt_step(NEW.from_state, NEW.to_state) THEN
    RAISE EXCEPTION 'a report may not go from "%" to "%"', NEW.from_state, NEW.to_state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER meldpunt_log_guard BEFORE INSERT ON {LOG}
  FOR EACH ROW EXECUTE FUNCTION nabij.meldpunt_log_guard();

CREATE OR REPLACE FUNCTION nabij.meldpunt_state_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, nabij, pg_temp AS $told$
DECLARE said text; stands text;
BEGIN
  SELECT state INTO stands FROM {REPORT} WHERE id = NEW.id AND organisation_id = NEW.organisation_id;
  SELECT to_state INTO said FROM {LOG}
    WHERE organisation_id = NEW.organisation_id AND report_id = NEW.id ORDER BY id DESC LIMIT 1;
  IF said IS DISTINCT FROM stands THEN
    RAISE EXCEPTION 'state of report % has no log line', NEW.code USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $told$;
CREATE CONSTRAINT TRIGGER meldpunt_state_told AFTER INSERT OR UPDATE OF state ON {REPORT}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.meldpunt_state_told();
"""  # nosec B608: table names are constants of this module

REMOVE = f"""
DROP TRIGGER IF EXISTS meldpunt_state_told ON {REPORT};
DROP TRIGGER IF EXISTS meldpunt_report_guard ON {REPORT};
DROP TRIGGER IF EXISTS meldpunt_log_guard ON {LOG};
DROP FUNCTION IF EXISTS nabij.meldpunt_state_told();
DROP FUNCTION IF EXISTS nabij.meldpunt_report_guard();
DROP FUNCTION IF EXISTS nabij.meldpunt_log_guard();
DROP FUNCTION IF EXISTS nabij.meldpunt_step(text, text);
"""
