-- By hand: Prisma describes no views. They act for the owner of the tables, so that row-level security stays as it is: an organisation sees
-- of others what these views contain, and nothing else. Drafts, documents, sources of imports and authors are not among it.
CREATE VIEW "public_connectors" WITH (security_barrier) AS
SELECT "id", "organisation_id", "name", "base_url", "public", "documentation_url", "image_url", "tags", "categories",
       "auth_scheme_configs", "connection_variables", "default_version_id", "created_at", "updated_at"
  FROM "connectors"
 WHERE "public" AND EXISTS (SELECT FROM "connector_versions" v WHERE v."connector_id" = "connectors"."id" AND v."published_at" IS NOT NULL);

CREATE VIEW "public_versions" WITH (security_barrier) AS
SELECT v."id", v."connector_id", v."name", v."description", v."published_at", v."created_at", v."updated_at", v."messages", v."extras_hash"
  FROM "connector_versions" v
 WHERE v."published_at" IS NOT NULL
   AND EXISTS (SELECT FROM "connectors" c WHERE c."id" = v."connector_id" AND c."public" OFFSET 0);

CREATE VIEW "public_actions" WITH (security_barrier) AS
SELECT a.* FROM "actions" a WHERE EXISTS (SELECT FROM "public_versions" v WHERE v."id" = a."version_id" OFFSET 0);

CREATE VIEW "public_triggers" WITH (security_barrier) AS
SELECT t.* FROM "triggers" t WHERE EXISTS (SELECT FROM "public_versions" v WHERE v."id" = t."version_id" OFFSET 0);

CREATE VIEW "public_definitions" WITH (security_barrier) AS
SELECT d.* FROM "definitions" d WHERE EXISTS (SELECT FROM "public_versions" v WHERE v."id" = d."version_id" OFFSET 0);

-- For lists of public connectors, which are few.
CREATE INDEX "connectors_public" ON "connectors"("updated_at" DESC, "id") WHERE "public";
