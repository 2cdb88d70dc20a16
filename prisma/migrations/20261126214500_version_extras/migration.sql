-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "extras_hash" BYTEA;

-- CreateIndex
CREATE INDEX "connector_versions_extras_hash_idx" ON "connector_versions"("extras_hash");

-- By hand: extras are stored among the schemas, and kept as those of definitions are.
CREATE OR REPLACE FUNCTION "keep_referenced_schemas"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "removed" JOIN "definitions" ON "definitions"."schema_hash" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a schema that definitions refer to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'definitions_schema_hash';
  END IF;
  IF EXISTS (SELECT FROM "removed" JOIN "connector_versions" ON "connector_versions"."extras_hash" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'extras that a version refers to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'connector_versions_extras_hash';
  END IF;
  RETURN NULL;
END
$$;
