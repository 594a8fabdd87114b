"""SQL that keeps a published service reachable without a screen (founding note N36), also against SQL by hand.

Deferred to commit, so that a service and its ways may come in one transaction. With the owner's rights, because at commit the
scope that wrote may already be narrower.
"""

from __future__ import annotations

from ..rules.services import FIX, HUMAN


def _kinds() -> str:
    return ", ".join(f"'{kind.value}'" for kind in sorted(HUMAN))


GUARD = f"""
CREATE OR REPLACE FUNCTION nabij.website_human_way() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, nabij, pg_temp AS $way$
DECLARE asked uuid;
BEGIN
  IF TG_TABLE_NAME = 'website_service' THEN asked := NEW.id; ELSE asked := OLD.service_id; END IF;
  IF EXISTS (SELECT 1 FROM website_service WHERE id = asked AND state = 'published')
     AND NOT EXISTS (SELECT 1 FROM website_channel WHERE service_id = asked AND kind IN ({_kinds()})) THEN
    RAISE EXCEPTION 'a published service needs a desk, phone, letter or home visit' USING ERRCODE = 'check_violation', HINT = '{FIX}';
  END IF;
  RETURN NULL;
END $way$;
CREATE CONSTRAINT TRIGGER website_service_human_way AFTER INSERT OR UPDATE OF state ON website_service
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.website_human_way();
CREATE CONSTRAINT TRIGGER website_channel_human_way AFTER DELETE OR UPDATE ON website_channel
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nabij.website_human_way();
"""  # nosec B608: only constants of this file
REMOVE = """
DROP TRIGGER IF EXISTS website_service_human_way ON website_service;
DROP TRIGGER IF EXISTS website_channel_human_way ON website_channel;
DROP FUNCTION IF EXISTS nabij.website_human_way();
"""
