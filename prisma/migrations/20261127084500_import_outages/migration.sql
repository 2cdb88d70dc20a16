-- Attempts that failed because of the database do not count, and clients read why the last one failed.
ALTER TABLE "imports" ADD COLUMN "outages" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "last_failure" TEXT;
