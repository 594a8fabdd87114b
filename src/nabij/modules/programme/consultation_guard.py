"""The database's own guard of a round: questions and engagements stand still once it is open, and a closed round is closed (N106, N107)."""

FORWARD = """
CREATE OR REPLACE FUNCTION nabij.programme_consultation_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'draft' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'open' AND NEW.state IN ('open', 'closed') AND lower(NEW.asked) = lower(OLD.asked)
    AND to_jsonb(NEW) - 'asked' - 'state' - 'row_version' = to_jsonb(OLD) - 'asked' - 'state' - 'row_version'
  THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND OLD.state = 'draft' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a round that is open changes only its last day, and a closed one nothing' USING ERRCODE = 'insufficient_privilege';
END
$guard$;
CREATE TRIGGER programme_consultation_guard BEFORE UPDATE OR DELETE ON programme_consultation
  FOR EACH ROW EXECUTE FUNCTION nabij.programme_consultation_guard();

CREATE OR REPLACE FUNCTION nabij.programme_consultation_part_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
  part record;
BEGIN
  part := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  IF (SELECT state FROM programme_consultation WHERE id = part.consultation_id) = 'draft' THEN
    RETURN part;
  END IF;
  RAISE EXCEPTION 'questions and engagements stand still once their round is open' USING ERRCODE = 'insufficient_privilege';
END
$guard$;
CREATE TRIGGER programme_part_guard BEFORE INSERT OR UPDATE OR DELETE ON programme_question
  FOR EACH ROW EXECUTE FUNCTION nabij.programme_consultation_part_guard();
CREATE TRIGGER programme_part_guard BEFORE INSERT OR UPDATE OR DELETE ON programme_engagementrequest
  FOR EACH ROW EXECUTE FUNCTION nabij.programme_consultation_part_guard();
CREATE TRIGGER programme_part_guard BEFORE INSERT OR UPDATE OR DELETE ON programme_expectedbenefit
  FOR EACH ROW EXECUTE FUNCTION nabij.programme_consultation_part_guard();
"""
REVERSE = """
DROP TRIGGER programme_part_guard ON programme_question;
DROP TRIGGER programme_part_guard ON programme_engagementrequest;
DROP TRIGGER programme_part_guard ON programme_expectedbenefit;
DROP FUNCTION nabij.programme_consultation_part_guard();
DROP TRIGGER programme_consultation_guard ON programme_consultation;
DROP FUNCTION nabij.programme_consultation_guard();
"""
