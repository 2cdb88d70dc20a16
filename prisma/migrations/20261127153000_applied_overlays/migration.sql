-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "applied_overlays" TEXT;

-- By hand: Prisma describes no statistics.
ALTER TABLE "connector_versions" ALTER COLUMN "applied_overlays" SET STATISTICS 0;
