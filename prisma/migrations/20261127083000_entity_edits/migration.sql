-- CreateEnum
CREATE TYPE "edited_kind" AS ENUM ('action', 'trigger', 'definition');

-- CreateEnum
CREATE TYPE "edit_state" AS ENUM ('edited', 'deleted', 'created');

-- CreateTable
CREATE TABLE "entity_edits" (
    "id" CHAR(26) NOT NULL,
    "version_id" CHAR(26) NOT NULL,
    "kind" "edited_kind" NOT NULL,
    "entity_id" CHAR(26) NOT NULL,
    "state" "edit_state" NOT NULL,
    "base" TEXT,
    "base_schema" BYTEA,
    "base_identity" TEXT,
    "changed_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entity_edits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "entity_edits_base_schema_idx" ON "entity_edits"("base_schema");

-- CreateIndex
CREATE UNIQUE INDEX "entity_edits_version_id_kind_entity_id_key" ON "entity_edits"("version_id", "kind", "entity_id");

-- AddForeignKey
ALTER TABLE "entity_edits" ADD CONSTRAINT "entity_edits_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "connector_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes no policies, statistics and triggers.
ALTER TABLE "entity_edits" ALTER COLUMN "base" SET STATISTICS 0;

-- Visible with their version, as actions are.
ALTER TABLE "entity_edits" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_version" ON "entity_edits"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connector_versions" WHERE "connector_versions"."id" = "version_id" OFFSET 0) END);

-- Schemas of edited definitions, as they were imported, are kept as those of definitions are.
CREATE OR REPLACE FUNCTION "keep_referenced_schemas"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "removed" JOIN "definitions" ON "definitions"."schema_hash" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a schema that definitions refer to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'definitions_schema_hash';
  END IF;
  IF EXISTS (SELECT FROM "removed" JOIN "entity_edits" ON "entity_edits"."base_schema" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a schema that edits refer to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'entity_edits_base_schema';
  END IF;
  IF EXISTS (SELECT FROM "removed" JOIN "connector_versions" ON "connector_versions"."extras_hash" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'extras that a version refers to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'connector_versions_extras_hash';
  END IF;
  RETURN NULL;
END
$$;
