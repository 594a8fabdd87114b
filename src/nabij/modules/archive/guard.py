"""The database's own guards of the strategy: no decision without argued options, and a published version stands still."""

FORWARD = """
CREATE OR REPLACE FUNCTION nabij.archive_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE options int; bare int;
BEGIN
  SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM archive_argument a WHERE a.option_id = o.id AND a.side = 'pro')
      OR NOT EXISTS (SELECT 1 FROM archive_argument a WHERE a.option_id = o.id AND a.side = 'contra'))
    INTO options, bare FROM archive_option o WHERE o.question_id = NEW.question_id;
  IF options < 2 OR bare > 0 THEN
    RAISE EXCEPTION 'a question is decided on two or more options, each argued for and against' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $guard$;
CREATE TRIGGER archive_decision_guard AFTER INSERT ON archive_decisionrecord
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_decision_guard();

CREATE OR REPLACE FUNCTION nabij.archive_version_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('published', 'superseded') THEN
      RAISE EXCEPTION 'a published version is never removed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state IN ('published', 'superseded') AND NOT (
    OLD.state = 'published' AND NEW.state = 'superseded' AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state'
  ) THEN
    RAISE EXCEPTION 'a published version is never changed: make the next one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER archive_version_guard BEFORE UPDATE OR DELETE ON archive_strategyversion
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_version_guard();

CREATE OR REPLACE FUNCTION nabij.archive_agreement_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE stands text;
BEGIN
  SELECT state INTO stands FROM archive_strategyversion WHERE id = COALESCE(NEW.version_id, OLD.version_id);
  IF stands IN ('published', 'superseded') THEN
    RAISE EXCEPTION 'agreements of a published version are never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $guard$;
CREATE TRIGGER archive_agreement_guard BEFORE INSERT OR UPDATE OR DELETE ON archive_placementagreement
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_agreement_guard();
"""
REVERSE = """
DROP TRIGGER archive_agreement_guard ON archive_placementagreement;
DROP TRIGGER archive_version_guard ON archive_strategyversion;
DROP TRIGGER archive_decision_guard ON archive_decisionrecord;
DROP FUNCTION nabij.archive_agreement_guard();
DROP FUNCTION nabij.archive_version_guard();
DROP FUNCTION nabij.archive_decision_guard();
"""
