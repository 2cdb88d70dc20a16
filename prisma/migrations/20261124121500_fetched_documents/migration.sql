-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "source_etag" TEXT,
ADD COLUMN     "source_last_modified" TEXT;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "source_etag" TEXT,
ADD COLUMN     "source_last_modified" TEXT;
