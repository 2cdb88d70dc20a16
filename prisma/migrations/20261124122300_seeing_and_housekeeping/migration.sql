-- DropForeignKey
ALTER TABLE "connector_versions" DROP CONSTRAINT "connector_versions_document_sha256_fkey";

-- DropForeignKey
ALTER TABLE "imports" DROP CONSTRAINT "imports_document_sha256_fkey";

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "submitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "trace_parent" TEXT;

-- CreateTable
CREATE TABLE "expired_imports" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "expired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "expired_imports_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "connector_versions" ADD CONSTRAINT "connector_versions_document_sha256_fkey" FOREIGN KEY ("document_sha256") REFERENCES "documents"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_document_sha256_fkey" FOREIGN KEY ("document_sha256") REFERENCES "documents"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Those that wait while this is applied have waited since they were accepted.
UPDATE "imports" SET "submitted_at" = "created_at" WHERE "status" IN ('queued', 'running');
