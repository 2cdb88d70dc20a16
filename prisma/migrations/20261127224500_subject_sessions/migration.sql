-- A session belongs to a key, or to a subject that an issuer has signed in.
ALTER TABLE "sessions" ALTER COLUMN "key_id" DROP NOT NULL,
ADD COLUMN "subject" TEXT;

-- By hand, as all below: Prisma describes neither checks nor functions. Without a key, the policy "of_key" shows a row in the scope of every
-- organisation alone.
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_owner_check" CHECK (("key_id" IS NULL) <> ("subject" IS NULL));

-- As "find_session_key": the organisation is not known yet. Finds the subject of a session by the hash of its token alone.
CREATE FUNCTION "find_session_subject"("hash" bytea) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT "subject" FROM public."sessions"
   WHERE "token_hash" = "hash" AND "subject" IS NOT NULL AND "kind" = 'session' AND "expires_at" > now()
$$;
