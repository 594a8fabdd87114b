"""The database's own guard of membership: a rectangle is never changed or removed; only its knowledge may end, once."""

FORWARD = """
CREATE OR REPLACE FUNCTION nabij.programme_membership_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE'
    AND upper_inf(OLD.recorded) AND NOT upper_inf(NEW.recorded) AND NOT isempty(NEW.recorded)
    AND lower(NEW.recorded) = lower(OLD.recorded)
    AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a membership is never changed: only the end of what was known may be set, once'
    USING ERRCODE = 'insufficient_privilege';
END
$guard$;
CREATE TRIGGER programme_membership_guard BEFORE UPDATE OR DELETE ON programme_membership
  FOR EACH ROW EXECUTE FUNCTION nabij.programme_membership_guard();
"""
REVERSE = """
DROP TRIGGER programme_membership_guard ON programme_membership;
DROP FUNCTION nabij.programme_membership_guard();
"""
