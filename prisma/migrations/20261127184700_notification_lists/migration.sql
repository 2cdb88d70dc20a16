-- The organisation of a notification, so that a list by status reads its own rows only. The trigger sets it, also for older programs.
ALTER TABLE "callbacks" ADD COLUMN "organisation_id" CHAR(26);

CREATE OR REPLACE FUNCTION "add_callback"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "callbacks" ("id", "import_id", "organisation_id", "url", "outcome", "version", "version_id", "summary", "error",
                           "finished_at", "next_attempt_at")
  VALUES (NEW."id" || '-' || NEW."revision", NEW."id", NEW."organisation_id", NEW."callback_url", NEW."status", NEW."version",
          NEW."version_id", NEW."summary", NEW."error", coalesce(NEW."finished_at", now()), now());
  RETURN NULL;
END
$$;

UPDATE "callbacks" SET "organisation_id" = "imports"."organisation_id" FROM "imports" WHERE "imports"."id" = "callbacks"."import_id";

CREATE INDEX "callbacks_organisation_id_status_import_id_idx" ON "callbacks"("organisation_id", "status", "import_id");
