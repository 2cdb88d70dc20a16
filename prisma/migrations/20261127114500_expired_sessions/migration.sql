-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- By hand: Prisma describes no functions. Removes sessions and links whose time is over, at most "batch". Workers cannot read or write sessions,
-- so it acts for the owner of the table.
CREATE FUNCTION "remove_expired_sessions"("batch" integer) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  WITH "removed" AS (
    DELETE FROM public."sessions" WHERE "id" IN (
      SELECT "id" FROM public."sessions" WHERE "expires_at" < now() ORDER BY "expires_at" LIMIT "batch" FOR UPDATE SKIP LOCKED
    ) RETURNING 1
  )
  SELECT count(*) FROM "removed"
$$;
