-- CreateEnum
CREATE TYPE "reimport_status" AS ENUM ('running', 'paused', 'stopped', 'cancelled', 'finished');

-- CreateEnum
CREATE TYPE "reimport_target" AS ENUM ('replace_drafts', 'new_version');

-- CreateEnum
CREATE TYPE "reimport_outcome" AS ENUM ('pending', 'running', 'unchanged', 'replaced', 'created', 'would_change', 'failed', 'skipped', 'cancelled');

-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "import_source" TEXT NOT NULL DEFAULT '{}',
ADD COLUMN     "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "reimport_id" CHAR(26);

-- CreateTable
CREATE TABLE "reimports" (
    "id" CHAR(26) NOT NULL,
    "status" "reimport_status" NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "selector" TEXT NOT NULL,
    "target" "reimport_target" NOT NULL,
    "version_template" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "max_in_flight" INTEGER NOT NULL,
    "canary_count" INTEGER,
    "canary_max_failures" INTEGER NOT NULL DEFAULT 0,
    "failure_budget" DOUBLE PRECISION,
    "failures_forgiven" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "reimports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reimport_items" (
    "reimport_id" CHAR(26) NOT NULL,
    "position" INTEGER NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "connector_id" CHAR(26) NOT NULL,
    "version_id" CHAR(26) NOT NULL,
    "version" TEXT NOT NULL,
    "target_version" TEXT,
    "outcome" "reimport_outcome" NOT NULL DEFAULT 'pending',
    "import_id" CHAR(26),
    "diff" TEXT,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "reimport_items_pkey" PRIMARY KEY ("reimport_id","position")
);

-- CreateIndex
CREATE INDEX "reimports_status_idx" ON "reimports"("status");

-- CreateIndex
CREATE INDEX "reimport_items_reimport_id_outcome_position_idx" ON "reimport_items"("reimport_id", "outcome", "position");

-- CreateIndex
CREATE INDEX "imports_reimport_id_idx" ON "imports"("reimport_id");

-- AddForeignKey
ALTER TABLE "reimport_items" ADD CONSTRAINT "reimport_items_reimport_id_fkey" FOREIGN KEY ("reimport_id") REFERENCES "reimports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is known of the versions so far.
UPDATE "connector_versions" SET "imported_at" = "created_at";
UPDATE "connector_versions" v
   SET "import_source" = json_strip_nulls(json_build_object(
         'filename', i."filename", 'mediaType', i."media_type", 'options', json_build_object('strict', i."options"::json -> 'strict')))::text
  FROM "imports" i
 WHERE i."version_id" = v."id";
