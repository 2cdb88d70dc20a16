-- CreateEnum
CREATE TYPE "callback_status" AS ENUM ('pending', 'delivered', 'given_up');

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "callback_url" TEXT;

-- CreateTable
CREATE TABLE "callback_secrets" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "callback_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callbacks" (
    "id" TEXT NOT NULL,
    "import_id" CHAR(26) NOT NULL,
    "url" TEXT NOT NULL,
    "status" "callback_status" NOT NULL DEFAULT 'pending',
    "outcome" "import_status" NOT NULL,
    "version" TEXT,
    "version_id" CHAR(26),
    "summary" TEXT,
    "error" TEXT,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" TEXT NOT NULL DEFAULT '[]',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "claim_token" UUID,
    "next_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "callbacks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "callback_secrets_organisation_id_idx" ON "callback_secrets"("organisation_id");

-- CreateIndex
CREATE INDEX "callbacks_next_attempt_at_idx" ON "callbacks"("next_attempt_at");

-- CreateIndex
CREATE INDEX "callbacks_import_id_idx" ON "callbacks"("import_id");

-- AddForeignKey
ALTER TABLE "callback_secrets" ADD CONSTRAINT "callback_secrets_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whatever statement ends an import that asked for a callback makes the callback, in the same transaction. By hand: Prisma describes no
-- triggers.
CREATE FUNCTION "add_callback"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "callbacks" ("id", "import_id", "url", "outcome", "version", "version_id", "summary", "error", "finished_at", "next_attempt_at")
  VALUES (NEW."id" || '-' || NEW."revision", NEW."id", NEW."callback_url", NEW."status", NEW."version", NEW."version_id", NEW."summary",
          NEW."error", coalesce(NEW."finished_at", now()), now());
  RETURN NULL;
END
$$;

CREATE TRIGGER "imports_add_callback" AFTER UPDATE OF "status" ON "imports" FOR EACH ROW
WHEN (NEW."callback_url" IS NOT NULL AND NEW."status" IN ('succeeded', 'failed', 'cancelled') AND OLD."status" IS DISTINCT FROM NEW."status")
EXECUTE FUNCTION "add_callback"();
