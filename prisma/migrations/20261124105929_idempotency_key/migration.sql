/*
  Warnings:

  - A unique constraint covering the columns `[organisation_id,idempotency_key]` on the table `imports` will be added. If there are existing duplicate values, this will fail.

*/
-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "fingerprint" BYTEA,
ADD COLUMN     "idempotency_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "imports_organisation_id_idempotency_key_key" ON "imports"("organisation_id", "idempotency_key");
