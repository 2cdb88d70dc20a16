-- AlterTable
ALTER TABLE "organisations" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "connectors" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "connector_versions" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "reimports" ADD COLUMN     "changed_by" TEXT;

-- AlterTable
ALTER TABLE "callback_secrets" ADD COLUMN     "changed_by" TEXT;

-- CreateTable
CREATE TABLE "audit_events" (
    "id" CHAR(26) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "organisation_id" CHAR(26),
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT,
    "action" TEXT NOT NULL,
    "target_kind" TEXT,
    "target_id" TEXT,
    "outcome" TEXT NOT NULL,
    "request_id" TEXT,
    "address" TEXT,
    "details" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_events_organisation_id_id_idx" ON "audit_events"("organisation_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_id_idx" ON "audit_events"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events"("target_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_action_id_idx" ON "audit_events"("action", "id");

-- CreateIndex
CREATE INDEX "audit_events_outcome_id_idx" ON "audit_events"("outcome", "id");

-- By hand: Prisma describes no functions and triggers.

-- Audit events are append-only, also for the owner of the table. Rows younger than 30 days are never deleted, and older ones by
-- `remove_audit_events` only.
CREATE FUNCTION "keep_audit_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF current_setting('connectory.audit_retention', true) = 'on' AND OLD."at" < now() - interval '30 days' THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_events_no_delete" BEFORE DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "keep_audit_event"();

CREATE TRIGGER "audit_events_no_update" BEFORE UPDATE OR TRUNCATE ON "audit_events" FOR EACH STATEMENT
EXECUTE FUNCTION "keep_audit_event"();

-- Removes at most `max_rows` events that are older than `retention_days`. It runs with the rights of the owner, so that the role of the
-- service needs no right to delete. Ids are ULIDs, which begin with their time: old events are found by the primary key.
CREATE FUNCTION "remove_audit_events"("retention_days" integer, "max_rows" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept_since timestamptz := now() - make_interval(days => "retention_days");
  milliseconds bigint := floor(extract(epoch FROM kept_since) * 1000);
  first_kept text := repeat('0', 16);
  removed integer;
BEGIN
  IF "retention_days" < 30 THEN
    RAISE EXCEPTION 'audit events are kept for at least 30 days' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR digit IN 1..10 LOOP
    first_kept := substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (milliseconds % 32)::integer + 1, 1) || first_kept;
    milliseconds := milliseconds / 32;
  END LOOP;
  PERFORM set_config('connectory.audit_retention', 'on', true);
  DELETE FROM "audit_events" WHERE "id" IN (
    SELECT "id" FROM "audit_events" WHERE "id" < first_kept::char(26) AND "at" < kept_since
     ORDER BY "id" LIMIT "max_rows" FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('connectory.audit_retention', 'off', true);
  RETURN removed;
END
$$;
