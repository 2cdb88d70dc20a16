-- By hand: Prisma describes no views. Under row-level security, PostgreSQL reads an index only by operators that are marked as leakproof, and
-- those of enums are not: a list of failed imports read all imports of its organisation. These views act for the owner of the tables, and have the
-- condition of the policies themselves, so that a list can use an index for each of its conditions. As under the policies, a statement that forgets
-- its organisation reads no rows of others.
CREATE VIEW "listed_imports" AS
SELECT "id", "organisation_id", "connector_id", "reimport_id", "status", "callback_url", "error", "started_at",
       octet_length("options") + coalesce(octet_length("summary"), 0) + coalesce(octet_length("coverage"), 0)
         + coalesce(octet_length("error"), 0) AS "bytes"
  FROM "imports"
 WHERE CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('imports'::regclass)) END;

CREATE VIEW "listed_callbacks" AS
SELECT "id", "import_id", "organisation_id", "status", "created_at"
  FROM "callbacks"
 WHERE CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('callbacks'::regclass)) END;

CREATE VIEW "listed_reimport_items" AS
SELECT "reimport_id", "position", "outcome",
       octet_length("version") + coalesce(octet_length("target_version"), 0) + coalesce(octet_length("diff"), 0)
         + coalesce(octet_length("error"), 0) AS "bytes"
  FROM "reimport_items"
 WHERE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('reimport_items'::regclass));

CREATE VIEW "listed_connectors" AS
SELECT "id", "organisation_id", "name", "tags", "categories"
  FROM "connectors"
 WHERE CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('connectors'::regclass)) END;

-- Most connectors have no tags and no categories, and cost nothing here.
CREATE INDEX "connectors_tags" ON "connectors" USING gin (("tags"::jsonb)) WHERE "tags" <> '{}';
CREATE INDEX "connectors_categories" ON "connectors" USING gin ("categories") WHERE "categories" <> '{}';

CREATE VIEW "listed_versions" AS
SELECT c."id" AS "connector_id", c."organisation_id", c."name" AS "connector_name", c."updated_at", v."id", v."name", v."published_at"
  FROM "connectors" c
 CROSS JOIN LATERAL (SELECT "id", "name", "published_at" FROM "connector_versions" WHERE "connector_id" = c."id" OFFSET 0) v
 WHERE CASE WHEN c."organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('connectors'::regclass)) END;

CREATE VIEW "listed_entities" AS
SELECT v."id" AS "version_id", e."kind", e."position", e."name", e."method", e."path"
  FROM "connector_versions" v JOIN "connectors" c ON c."id" = v."connector_id"
 CROSS JOIN LATERAL (
       SELECT 'action' AS "kind", "position", "name", "method", "template" AS "path" FROM "actions" WHERE "version_id" = v."id"
       UNION ALL SELECT 'trigger', "position", "name", "method", NULL FROM "triggers" WHERE "version_id" = v."id"
       UNION ALL SELECT 'definition', "position", "name", NULL, NULL FROM "definitions" WHERE "version_id" = v."id") e
 WHERE CASE WHEN c."organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true) = '*' OR NOT row_security_active('connectors'::regclass)) END;
