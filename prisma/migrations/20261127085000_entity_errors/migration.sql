-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "invalid" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "triggers" ADD COLUMN     "invalid" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "definitions" ADD COLUMN     "invalid" BOOLEAN NOT NULL DEFAULT false;

-- By hand: Prisma describes no functions.

-- Stores a schema that is not stored yet, and locks it until the end of the transaction, so that it is not removed before something refers to
-- it. It acts for the owner of the tables: the API may add schemas, under their true hash only, and change none.
CREATE FUNCTION "store_schema"("content" text) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  content_hash bytea := sha256(convert_to("content", 'UTF8'));
BEGIN
  LOOP
    PERFORM FROM public."schemas" WHERE "hash" = content_hash FOR KEY SHARE;
    IF FOUND THEN
      RETURN content_hash;
    END IF;
    INSERT INTO public."schemas" ("hash", "body") VALUES (content_hash, "content") ON CONFLICT DO NOTHING;
    IF FOUND THEN
      RETURN content_hash;
    END IF;
  END LOOP;
END
$$;
