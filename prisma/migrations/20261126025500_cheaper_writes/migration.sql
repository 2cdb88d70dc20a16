-- DropForeignKey
ALTER TABLE "definitions" DROP CONSTRAINT "definitions_schema_hash_fkey";

-- What the foreign key kept from happening, at the price of a statement that deletes schemas, which is rare, instead of that of every
-- definition that is written. By hand, as all below: Prisma describes no triggers, storage or statistics.
CREATE FUNCTION "keep_referenced_schemas"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "removed" JOIN "definitions" ON "definitions"."schema_hash" = "removed"."hash") THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'a schema that definitions refer to cannot be deleted', TABLE = 'schemas', CONSTRAINT = 'definitions_schema_hash';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "schemas_keep_referenced" AFTER DELETE ON "schemas" REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT
EXECUTE FUNCTION "keep_referenced_schemas"();

-- Compressed already: trying once more wins nothing.
ALTER TABLE "documents" ALTER COLUMN "content" SET STORAGE EXTERNAL;

-- Nobody looks for rows by these: that ANALYZE sorts samples of them is of no use.
ALTER TABLE "documents" ALTER COLUMN "content" SET STATISTICS 0;
ALTER TABLE "schemas" ALTER COLUMN "body" SET STATISTICS 0;
ALTER TABLE "definitions" ALTER COLUMN "body" SET STATISTICS 0;
ALTER TABLE "actions" ALTER COLUMN "body" SET STATISTICS 0;
ALTER TABLE "triggers" ALTER COLUMN "body" SET STATISTICS 0;
ALTER TABLE "connector_versions" ALTER COLUMN "messages" SET STATISTICS 0;
ALTER TABLE "imports" ALTER COLUMN "messages" SET STATISTICS 0, ALTER COLUMN "coverage" SET STATISTICS 0;
