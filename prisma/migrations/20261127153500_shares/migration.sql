-- CreateTable
CREATE TABLE "shares" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "import_id" CHAR(26) NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "shares_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shares_token_hash_key" ON "shares"("token_hash");

-- CreateIndex
CREATE INDEX "shares_import_id_idx" ON "shares"("import_id");

-- CreateIndex
CREATE INDEX "shares_organisation_id_idx" ON "shares"("organisation_id");

-- AddForeignKey
ALTER TABLE "shares" ADD CONSTRAINT "shares_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shares" ADD CONSTRAINT "shares_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes neither policies nor functions.
ALTER TABLE "shares" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "shares"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

-- As "find_api_key": the organisation of a recipient is not known yet. Finds a share by the hash of its token alone.
CREATE FUNCTION "find_share"("hash" bytea) RETURNS SETOF "shares" LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT * FROM public."shares" WHERE "token_hash" = "hash" AND "revoked_at" IS NULL AND "expires_at" > now()
$$;
