-- AlterTable
ALTER TABLE "reimports" ADD COLUMN     "refetch" BOOLEAN NOT NULL DEFAULT false;
