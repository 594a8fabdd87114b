"""SQL of destruction. The web role cannot delete a dossier, a record or a component, and cannot call a dossier destroyed: only
``nabij.archive_destroy`` can, and it counts the different people again at every single item.
"""

from .rules.disposal import STEPS

_PAIRS = ", ".join(f"('{state.value}', '{to.value}')" for state, ways in STEPS.items() for to in sorted(ways))
_SEALED = "('waiting', 'executing', 'executed', 'partly_executed')"

QUORUM = f"""
CREATE OR REPLACE FUNCTION nabij.archive_list_digest(of_list uuid) RETURNS text LANGUAGE sql STABLE AS $digest$
  SELECT encode(sha256(convert_to(coalesce(string_agg(i.dossier_id::text, ',' ORDER BY i.dossier_id), ''), 'UTF8')), 'hex')
  FROM archive_disposalitem i WHERE i.list_id = of_list AND i.state <> 'excluded'
$digest$;
CREATE OR REPLACE FUNCTION nabij.archive_enough_people(of_list uuid) RETURNS boolean LANGUAGE sql STABLE AS $enough$
  SELECT count(DISTINCT d.account_id) >= greatest(l.min_persons, 2)
    AND count(DISTINCT d.role) >= greatest(l.min_persons, 2)
    AND bool_or(d.role = 'author') AND bool_or(d.role = 'reviewer')
  FROM archive_disposallist l JOIN archive_disposaldecision d ON d.list_id = l.id AND d.organisation_id = l.organisation_id
  WHERE l.id = of_list AND d.approves AND d.digest = nabij.archive_list_digest(of_list) GROUP BY l.min_persons
$enough$;
GRANT EXECUTE ON FUNCTION nabij.archive_list_digest(uuid), nabij.archive_enough_people(uuid) TO nabij_web, nabij_care;

CREATE OR REPLACE FUNCTION nabij.archive_list_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({_PAIRS}) THEN
    RAISE EXCEPTION 'a disposal list may not go from "%" to "%"', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.organisation_id, NEW.min_persons, NEW.made_by_id) IS DISTINCT FROM (OLD.organisation_id, OLD.min_persons, OLD.made_by_id) THEN
    RAISE EXCEPTION 'owner, author and number of people of a disposal list are fixed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER archive_list_guard BEFORE UPDATE ON archive_disposallist
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_list_guard();

CREATE OR REPLACE FUNCTION nabij.archive_four_eyes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, nabij, pg_temp AS $eyes$
DECLARE stands text;
BEGIN
  SELECT state INTO stands FROM archive_disposallist WHERE id = NEW.id AND organisation_id = NEW.organisation_id;
  IF stands IN {_SEALED} AND NOT coalesce(nabij.archive_enough_people(NEW.id), false) THEN
    RAISE EXCEPTION 'disposal list % lacks approval by enough different people about exactly this set', NEW.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $eyes$;
CREATE CONSTRAINT TRIGGER archive_four_eyes AFTER INSERT OR UPDATE ON archive_disposallist
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.archive_four_eyes();

CREATE OR REPLACE FUNCTION nabij.archive_item_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE stands text;
BEGIN
  SELECT state INTO stands FROM archive_disposallist WHERE id = NEW.list_id;
  IF current_user = 'nabij_web' AND (NEW.state IN ('destroyed', 'blocked') OR (TG_OP = 'UPDATE' AND OLD.state = 'destroyed')) THEN
    RAISE EXCEPTION 'only the execution of a list blocks or destroys an item' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF current_user = 'nabij_web' AND stands NOT IN ('drafting', 'in_review', 'changes_requested', 'waiting') THEN
    RAISE EXCEPTION 'the items of a list in execution are fixed' USING ERRCODE = 'check_violation';
  END IF;
  IF stands = 'waiting' AND (TG_OP = 'INSERT' OR (OLD.state = 'excluded') <> (NEW.state = 'excluded')
    OR OLD.dossier_id <> NEW.dossier_id) THEN
    UPDATE archive_disposallist SET state = 'in_review', wait_until = NULL WHERE id = NEW.list_id;
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER archive_item_guard BEFORE INSERT OR UPDATE ON archive_disposalitem
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_item_guard();

CREATE OR REPLACE FUNCTION nabij.archive_dossier_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF current_user = 'nabij_web' AND (NEW.state = 'destroyed' OR (TG_OP = 'UPDATE' AND OLD.state = 'destroyed')) THEN
    RAISE EXCEPTION 'a dossier is destroyed only by executing an approved list' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $guard$;
CREATE TRIGGER archive_dossier_guard BEFORE INSERT OR UPDATE ON archive_dossier
  FOR EACH ROW EXECUTE FUNCTION nabij.archive_dossier_guard();

REVOKE DELETE, TRUNCATE ON archive_dossier, archive_record, archive_component, archive_pagetext, archive_disposallist,
  archive_disposalitem, archive_retentionfact, archive_hold FROM nabij_web;
"""  # nosec B608: only constants of this file
QUORUM_REVERSE = """
DROP TRIGGER archive_dossier_guard ON archive_dossier;
DROP TRIGGER archive_item_guard ON archive_disposalitem;
DROP TRIGGER archive_four_eyes ON archive_disposallist;
DROP TRIGGER archive_list_guard ON archive_disposallist;
DROP FUNCTION nabij.archive_dossier_guard();
DROP FUNCTION nabij.archive_item_guard();
DROP FUNCTION nabij.archive_four_eyes();
DROP FUNCTION nabij.archive_list_guard();
DROP FUNCTION nabij.archive_enough_people(uuid);
DROP FUNCTION nabij.archive_list_digest(uuid);
"""

#: One item, one transaction of the caller. Returns what became of it: destroyed or blocked, or raises.
DESTROY = """
DECLARE l archive_disposallist%ROWTYPE; i archive_disposalitem%ROWTYPE; d archive_dossier%ROWTYPE; why text;
BEGIN
  SELECT * INTO l FROM archive_disposallist WHERE id = of_list AND organisation_id = ANY (nabij.writing()) FOR UPDATE;
  SELECT * INTO i FROM archive_disposalitem WHERE id = of_item AND list_id = l.id FOR UPDATE;
  IF l.id IS NULL OR i.id IS NULL THEN
    RAISE EXCEPTION 'no such list or item' USING ERRCODE = 'no_data_found';
  END IF;
  IF l.state <> 'executing' OR l.wait_until IS NULL OR on_day < l.wait_until
    OR NOT coalesce(nabij.archive_enough_people(l.id), false) THEN
    RAISE EXCEPTION 'disposal list % may not be executed', l.id USING ERRCODE = 'check_violation';
  END IF;
  IF i.state <> 'proposed' THEN
    RETURN i.state;
  END IF;
  SELECT * INTO d FROM archive_dossier WHERE id = i.dossier_id AND organisation_id = l.organisation_id FOR UPDATE;
  SELECT 'Er staat een blokkering op: ' || h.reason INTO why FROM archive_hold h
    WHERE h.organisation_id = l.organisation_id AND h.released_on IS NULL AND (h.dossier_id = d.id
      OR h.series_code = (SELECT s.code FROM archive_series s WHERE s.id = d.series_id)) LIMIT 1;
  IF why IS NULL THEN
    SELECT 'Er loopt een vraag om documenten over: ' || q.number INTO why FROM archive_requestrecord p
      JOIN archive_accessrequest q ON q.id = p.request_id JOIN archive_record r ON r.id = p.record_id
      WHERE p.organisation_id = l.organisation_id AND r.dossier_id = d.id AND q.state IN ('registered', 'extended') LIMIT 1;
  END IF;
  IF why IS NULL AND NOT EXISTS (SELECT 1 FROM archive_retentionverdict v WHERE v.dossier_id = d.id
      AND v.organisation_id = l.organisation_id AND v.outcome IN ('may_go', 'overdue') AND v.computed_on = on_day) THEN
    why := 'De bewaartermijn laat dit vandaag niet toe.';
  END IF;
  IF why IS NOT NULL THEN
    UPDATE archive_disposalitem SET state = 'blocked', reason = left(why, 300) WHERE id = i.id;
    UPDATE archive_dossier SET state = 'closed' WHERE id = d.id;
    RETURN 'blocked';
  END IF;
  DELETE FROM archive_searchentry WHERE organisation_id = l.organisation_id AND dossier_id = d.id;
  DELETE FROM archive_pagetext t USING archive_component c, archive_record r WHERE t.component_id = c.id AND c.record_id = r.id
    AND r.dossier_id = d.id AND r.organisation_id = l.organisation_id;
  DELETE FROM archive_component c USING archive_record r WHERE c.record_id = r.id AND r.dossier_id = d.id
    AND r.organisation_id = l.organisation_id;
  UPDATE archive_batchitem SET record_id = NULL WHERE organisation_id = l.organisation_id
    AND record_id IN (SELECT r.id FROM archive_record r WHERE r.dossier_id = d.id);
  DELETE FROM archive_requestrecord p USING archive_record r WHERE p.record_id = r.id AND r.dossier_id = d.id
    AND p.organisation_id = l.organisation_id;
  DELETE FROM archive_record WHERE organisation_id = l.organisation_id AND dossier_id = d.id;
  DELETE FROM archive_retentionfact WHERE organisation_id = l.organisation_id AND dossier_id = d.id AND kind = 'birth';
  UPDATE archive_retentionverdict SET reasons = '[]' WHERE organisation_id = l.organisation_id AND dossier_id = d.id;
  UPDATE archive_dossier SET state = 'destroyed', title = '', responsible = '', place_text = '', source_path = '' WHERE id = d.id;
  UPDATE archive_disposalitem SET state = 'destroyed' WHERE id = i.id;
  RETURN 'destroyed';
END
"""
