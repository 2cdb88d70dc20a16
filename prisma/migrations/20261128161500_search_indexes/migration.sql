-- By hand: Prisma describes no views and no optional index.

-- OFFSET 0: asks for each public connector that is read, instead of reading the versions of all organisations.
CREATE OR REPLACE VIEW "public_connectors" WITH (security_barrier) AS
SELECT "id", "organisation_id", "name", "base_url", "public", "documentation_url", "image_url", "tags", "categories", "auth_scheme_configs",
       "connection_variables", "default_version_id", "created_at", "updated_at"
  FROM "connectors"
 WHERE "public" AND EXISTS (SELECT FROM "connector_versions" v WHERE v."connector_id" = "connectors"."id" AND v."published_at" IS NOT NULL OFFSET 0);

-- Connectors by a part of their name. Without the extension, which comes with PostgreSQL but may be withheld from the owner of a database, all names
-- of the organisation are read.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "connectors_name_parts" ON "connectors" USING gin (lower("name") gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
  RAISE NOTICE 'without the extension pg_trgm, connectors are found by a part of their name in a longer time';
END $$;
