"""The database's own walls around social files: who works there at all, and which file an account may open."""

#: Accounts with a social function, programs of the house (which never see content), and persons with their own file.
SOCIAL = """
  SELECT coalesce(current_setting('nabij.actor', true), '') LIKE 'system:%'
    OR EXISTS (SELECT 1 FROM identity_function f WHERE f.account_id = nabij.account()
      AND f.kind IN ('social_worker', 'chief_social_worker', 'dpo'))
    OR EXISTS (SELECT 1 FROM dossier_grant g WHERE g.account_id = nabij.account() AND g.basis = 'self')
"""
OPEN_FILES = """
  SELECT coalesce(array_agg(g.dossier_id), '{}') FROM dossier_grant g
  WHERE g.account_id = nabij.account() AND g.organisation_id = ANY (nabij.reading())
    AND (g.until IS NULL OR g.until > now())
"""
#: One number, no row.
OPEN_APPLICATIONS = """
  SELECT count(*)::int FROM dossier_application a WHERE a.organisation_id = owner AND owner = ANY (nabij.reading())
    AND a.state IN ('received', 'receipted', 'in_inquiry', 'reported')
"""
#: What a code leads to: issuer, standing and a package that only the code opens. No person, no file.
FOLDER_OF = """
  SELECT f.organisation_id, 'OCMW ' || o.short_name, f.id, f.state, f.sealed_on, f.expires_on, f.package
  FROM dossier_folder f JOIN tenancy_organisation o ON o.id = f.organisation_id WHERE f.lookup = code_hash AND code_hash <> ''
"""
FOLDER_ROWS = (
    "TABLE (organisation_id int, organisation text, folder_id uuid, state varchar, sealed_on date, expires_on date, package bytea)"
)
#: The files of which an account is the person itself, over all OCMWs: for the person's own page.
OWN_FILES = "SELECT g.organisation_id, g.dossier_id FROM dossier_grant g WHERE g.account_id = who AND g.basis = 'self'"

PROCESS = (
    "dossier", "lookuptoken", "grant", "searchentry", "applicationstep", "deadline", "inquiryact", "handover", "handoverstep", "message",
    "folder", "folderpickup", "householdevent",
)
CONTENT = (
    "datakey", "person", "householdmembership", "finding", "application", "handoveritem", "preview", "answer", "objectiondecision",
    "receiveditem",
)


def walls() -> str:
    """Restrictive policies: they only ever take away."""
    process = [
        f'CREATE POLICY dossier_social ON "dossier_{name}" AS RESTRICTIVE FOR ALL USING ((SELECT nabij.dossier_social())) '
        "WITH CHECK ((SELECT nabij.dossier_social()));"
        for name in PROCESS
    ]
    opened = "dossier_id = ANY ((SELECT nabij.dossier_open_files())::uuid[])"
    content = [
        f'CREATE POLICY dossier_opened ON "dossier_{name}" AS RESTRICTIVE FOR ALL USING ({opened}) WITH CHECK ({opened});'
        for name in CONTENT
    ]
    return "\n".join([*process, *content])


def fallen() -> str:
    process = [f'DROP POLICY IF EXISTS dossier_social ON "dossier_{name}";' for name in PROCESS]
    return "\n".join([*process, *(f'DROP POLICY IF EXISTS dossier_opened ON "dossier_{name}";' for name in CONTENT)])


#: A membership of a household is never rewritten: only the end of what was known may be set, once.
GUARD = """
CREATE OR REPLACE FUNCTION nabij.dossier_household_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE' AND upper_inf(OLD.recorded) AND NOT upper_inf(NEW.recorded) AND lower(NEW.recorded) = lower(OLD.recorded)
    AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded'
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a household membership is never changed: only the end of what was known may be set, once'
    USING ERRCODE = 'insufficient_privilege';
END
$guard$;
CREATE TRIGGER dossier_household_guard BEFORE UPDATE OR DELETE ON dossier_householdmembership
  FOR EACH ROW EXECUTE FUNCTION nabij.dossier_household_guard();
"""
UNGUARD = """
DROP TRIGGER dossier_household_guard ON dossier_householdmembership;
DROP FUNCTION nabij.dossier_household_guard();
"""
