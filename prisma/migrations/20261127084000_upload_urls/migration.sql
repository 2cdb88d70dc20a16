-- CreateTable
CREATE TABLE "upload_urls" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,
    "document_sha256" BYTEA,
    "media_type" TEXT,

    CONSTRAINT "upload_urls_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upload_urls_organisation_id_idx" ON "upload_urls"("organisation_id");

-- CreateIndex
CREATE INDEX "upload_urls_document_sha256_idx" ON "upload_urls"("document_sha256");

-- CreateIndex
CREATE INDEX "upload_urls_kept_until_idx" ON "upload_urls"("kept_until");

-- AddForeignKey
ALTER TABLE "upload_urls" ADD CONSTRAINT "upload_urls_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_urls" ADD CONSTRAINT "upload_urls_document_sha256_fkey" FOREIGN KEY ("document_sha256") REFERENCES "documents"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: Prisma describes no row-level security.
ALTER TABLE "upload_urls" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "upload_urls"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);
