-- AlterTable
ALTER TABLE "reimports" ADD COLUMN     "canary_passed" BOOLEAN NOT NULL DEFAULT false;
