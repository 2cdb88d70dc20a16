-- AlterEnum
ALTER TYPE "reimport_outcome" ADD VALUE 'merged' BEFORE 'would_change';

-- AlterTable
ALTER TABLE "reimports" ADD COLUMN     "edits" TEXT NOT NULL DEFAULT 'keep';
