-- By hand: Prisma describes no row-level security. Policies compare rows with the setting "connectory.organisation" of the session: the id of
-- an organisation, or '*' for all. Without it no row is visible. They apply to roles that neither own the tables nor bypass row security.
-- The setting is read by a subquery, so that it is read once for a statement and not for each row.
--
-- Conditions are written for the planner. A CASE counts as true for half of the rows: the condition of the statement has selected the rows of
-- the organisation already, and a plan for fewer rows would sort all connectors for a page. OFFSET 0 makes a lookup for each row that is read,
-- by the primary key: otherwise the planner may hash the versions of all organisations for a page.

ALTER TABLE "organisations" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "organisations"
USING (CASE WHEN "id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

-- Rows with the id of their organisation.
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "api_keys"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "callback_secrets" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "callback_secrets"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "connectors" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "connectors"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "expired_imports" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "expired_imports"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "imports" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "imports"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "reimport_items" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "reimport_items"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

ALTER TABLE "organisation_quotas" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "organisation_quotas"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

-- Bulk re-imports are the operators'.
ALTER TABLE "reimports" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_all" ON "reimports"
USING ((SELECT current_setting('connectory.organisation', true)) = '*');

-- Rows of a connector, a version or an import: visible with it, by its own policy.
ALTER TABLE "connector_versions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_connector" ON "connector_versions"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connectors" WHERE "connectors"."id" = "connector_id" OFFSET 0) END);

ALTER TABLE "actions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_version" ON "actions"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connector_versions" WHERE "connector_versions"."id" = "version_id" OFFSET 0) END);

ALTER TABLE "triggers" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_version" ON "triggers"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connector_versions" WHERE "connector_versions"."id" = "version_id" OFFSET 0) END);

ALTER TABLE "definitions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_version" ON "definitions"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connector_versions" WHERE "connector_versions"."id" = "version_id" OFFSET 0) END);

ALTER TABLE "callbacks" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_import" ON "callbacks"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "imports" WHERE "imports"."id" = "import_id" OFFSET 0) END);

ALTER TABLE "import_effects" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_import" ON "import_effects"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "imports" WHERE "imports"."id" = "import_id" OFFSET 0) END);

ALTER TABLE "import_places" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_import" ON "import_places"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "imports" WHERE "imports"."id" = "import_id" OFFSET 0) END);

-- An organisation may add events of its own. Without a scope, refusals are recorded before the caller is known.
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "audit_events" FOR SELECT
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);
CREATE POLICY "added" ON "audit_events" FOR INSERT
WITH CHECK (coalesce((SELECT current_setting('connectory.organisation', true)), '') IN ('', '*')
            OR "organisation_id" IS NULL
            OR "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar);

-- A key is found before its organisation is known. The function acts for the owner of the tables, and finds a key by the hash of its token
-- alone.
CREATE FUNCTION "find_api_key"("hash" bytea) RETURNS SETOF "api_keys" LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$ SELECT * FROM public."api_keys" WHERE "token_hash" = "hash" $$;
