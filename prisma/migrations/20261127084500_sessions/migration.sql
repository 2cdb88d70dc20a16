-- CreateEnum
CREATE TYPE "session_kind" AS ENUM ('session', 'link');

-- CreateTable
CREATE TABLE "sessions" (
    "id" CHAR(26) NOT NULL,
    "key_id" CHAR(26) NOT NULL,
    "kind" "session_kind" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_key_id_idx" ON "sessions"("key_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes neither policies nor functions. Sessions are visible with their key.
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_key" ON "sessions"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "api_keys" WHERE "api_keys"."id" = "key_id" OFFSET 0) END);

-- As "find_api_key": the organisation is not known yet. Finds the key of a session by the hash of its token alone.
CREATE FUNCTION "find_session_key"("hash" bytea) RETURNS SETOF "api_keys" LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT "key".* FROM public."sessions" "session" JOIN public."api_keys" "key" ON "key"."id" = "session"."key_id"
   WHERE "session"."token_hash" = "hash" AND "session"."kind" = 'session' AND "session"."expires_at" > now()
$$;

-- Deletes a link and finds its key, so that a link works once.
CREATE FUNCTION "use_sign_in_link"("hash" bytea) RETURNS SETOF "api_keys" LANGUAGE sql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
  WITH "used" AS (
    DELETE FROM public."sessions" WHERE "token_hash" = "hash" AND "kind" = 'link' RETURNING "key_id", "expires_at"
  )
  SELECT "key".* FROM "used" JOIN public."api_keys" "key" ON "key"."id" = "used"."key_id" WHERE "used"."expires_at" > now()
$$;
