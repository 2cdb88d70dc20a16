-- By hand: Prisma describes no triggers. It does what the foreign keys of actions, triggers and definitions did, which the next migration
-- drops. It runs as the owner of the tables: the row-level security of an entity looks up its version, which is gone by then.
CREATE FUNCTION "delete_entities_of_versions"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM "actions" WHERE "version_id" IN (SELECT "id" FROM "removed");
  DELETE FROM "triggers" WHERE "version_id" IN (SELECT "id" FROM "removed");
  DELETE FROM "definitions" WHERE "version_id" IN (SELECT "id" FROM "removed");
  RETURN NULL;
END
$$;

CREATE TRIGGER "connector_versions_delete_entities" AFTER DELETE ON "connector_versions" REFERENCING OLD TABLE AS "removed"
FOR EACH STATEMENT EXECUTE FUNCTION "delete_entities_of_versions"();
