-- The tables are locked in the order of those who write versions, so that neither waits for the other.
LOCK TABLE "connector_versions", "actions", "triggers", "definitions" IN ACCESS EXCLUSIVE MODE;

-- DropForeignKey
ALTER TABLE "actions" DROP CONSTRAINT "actions_version_id_fkey";

-- DropForeignKey
ALTER TABLE "definitions" DROP CONSTRAINT "definitions_version_id_fkey";

-- DropForeignKey
ALTER TABLE "triggers" DROP CONSTRAINT "triggers_version_id_fkey";

-- What the foreign keys did, at the price of a statement that deletes versions, which is rare, instead of that of every entity that is
-- written. By hand: Prisma describes no triggers. The function acts for the owner of the tables, because row-level security hides the
-- entities of a version that is gone. The array makes PostgreSQL look up each version by its index, whatever it expects.
CREATE FUNCTION "delete_entities_of_versions"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  "ids" bpchar[] := ARRAY(SELECT "id" FROM "removed");
BEGIN
  DELETE FROM public."actions" WHERE "version_id" = ANY ("ids");
  DELETE FROM public."triggers" WHERE "version_id" = ANY ("ids");
  DELETE FROM public."definitions" WHERE "version_id" = ANY ("ids");
  RETURN NULL;
END
$$;

CREATE TRIGGER "versions_delete_entities" AFTER DELETE ON "connector_versions" REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT
EXECUTE FUNCTION "delete_entities_of_versions"();
