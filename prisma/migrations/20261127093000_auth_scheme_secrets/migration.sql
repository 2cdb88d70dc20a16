-- CreateTable
CREATE TABLE "auth_scheme_secrets" (
    "connector_id" CHAR(26) NOT NULL,
    "scheme_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "auth_scheme_secrets_pkey" PRIMARY KEY ("connector_id","scheme_id")
);

-- AddForeignKey
ALTER TABLE "auth_scheme_secrets" ADD CONSTRAINT "auth_scheme_secrets_connector_id_fkey" FOREIGN KEY ("connector_id") REFERENCES "connectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: visible with their connector, as versions are.
ALTER TABLE "auth_scheme_secrets" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_connector" ON "auth_scheme_secrets"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connectors" WHERE "connectors"."id" = "connector_id" OFFSET 0) END);
