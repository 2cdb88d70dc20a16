-- CreateEnum
CREATE TYPE "overlay_policy" AS ENUM ('apply', 'skip', 'fail');

-- AlterTable
ALTER TABLE "connectors" ADD COLUMN     "overlays_hash" BYTEA;

-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "overlays_hash" BYTEA;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "overlays" TEXT;

-- CreateTable
CREATE TABLE "connector_overlays" (
    "connector_id" CHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "policy" "overlay_policy" NOT NULL,
    "content" TEXT NOT NULL,
    "actions" INTEGER NOT NULL,
    "remembered" TEXT NOT NULL DEFAULT '{}',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT,

    CONSTRAINT "connector_overlays_pkey" PRIMARY KEY ("connector_id","name")
);

-- AddForeignKey
ALTER TABLE "connector_overlays" ADD CONSTRAINT "connector_overlays_connector_id_fkey" FOREIGN KEY ("connector_id") REFERENCES "connectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes no policies and statistics.
ALTER TABLE "connector_overlays" ALTER COLUMN "content" SET STATISTICS 0;
ALTER TABLE "connector_overlays" ALTER COLUMN "remembered" SET STATISTICS 0;
ALTER TABLE "imports" ALTER COLUMN "overlays" SET STATISTICS 0;

-- Visible with their connector, as versions are.
ALTER TABLE "connector_overlays" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_connector" ON "connector_overlays"
USING (CASE WHEN (SELECT current_setting('connectory.organisation', true)) = '*' THEN true
            ELSE EXISTS (SELECT FROM "connectors" WHERE "connectors"."id" = "connector_id" OFFSET 0) END);
