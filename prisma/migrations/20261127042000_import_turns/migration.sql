-- AlterTable
-- Six digits: rounded to milliseconds, a new import could be due after the claim that its job makes.
ALTER TABLE "imports" ADD COLUMN     "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
-- Unlogged: losing it in a crash only begins the turn anew.
CREATE UNLOGGED TABLE "import_turns" (
    "lane" TEXT NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "served" INTEGER NOT NULL,

    CONSTRAINT "import_turns_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "organisation_quotas" (
    "organisation_id" CHAR(26) NOT NULL,
    "import_weight" INTEGER,
    "running_imports" INTEGER,

    CONSTRAINT "organisation_quotas_pkey" PRIMARY KEY ("organisation_id")
);

-- AddForeignKey
ALTER TABLE "organisation_quotas" ADD CONSTRAINT "organisation_quotas_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes neither partial indexes nor functions. The imports that wait are in their order, and those that
-- run are few, so they replace an index in which every import was.
UPDATE "imports" SET "due_at" = "submitted_at" WHERE "status" = 'queued';
CREATE INDEX "imports_waiting_idx" ON "imports" ((CASE WHEN "reimport_id" IS NULL THEN 'import' ELSE 'bulk-import' END), "organisation_id", "due_at", "id")
 WHERE "status" = 'queued';
CREATE INDEX "imports_running_idx" ON "imports" ((CASE WHEN "reimport_id" IS NULL THEN 'import' ELSE 'bulk-import' END), "organisation_id")
 WHERE "status" = 'running';

-- DropIndex
DROP INDEX "imports_status_heartbeat_at_idx";

-- Claims the next import of a lane: the oldest of each organisation in turn, in the order of their ids. An organisation with the weight 3 has
-- three imports in each turn. One with "p_cap" running imports, or its own cap, is passed over as long as another has an import to claim.
-- One transaction at a time chooses in a lane, so that each choice sees all choices before it.
CREATE FUNCTION "claim_next_import"("p_lane" text, "p_cap" integer, "p_token" uuid)
RETURNS TABLE ("id" char(26), "status" import_status, "attempts" integer, "request_id" text, "trace_parent" text, "submitted_at" timestamptz,
               "callback_url" text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_turn import_turns%ROWTYPE;
  v_now timestamptz;
  v_candidate imports.organisation_id%TYPE;
  v_after imports.organisation_id%TYPE;
  v_wrapped boolean := false;
  v_again boolean;
  v_cap integer;
  v_full text[] := '{}';
  v_id imports.id%TYPE;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370, hashtext(p_lane));
  -- After the wait for the lock: an import that was committed meanwhile is due.
  v_now := clock_timestamp();
  SELECT * INTO v_turn FROM import_turns WHERE lane = p_lane;
  IF NOT FOUND THEN
    INSERT INTO import_turns (lane, organisation_id, served) VALUES (p_lane, '', 0) RETURNING * INTO v_turn;
  END IF;
  v_after := v_turn.organisation_id;
  v_again := v_turn.served < coalesce((SELECT import_weight FROM organisation_quotas WHERE organisation_id = v_turn.organisation_id), 1);
  IF v_again THEN
    v_candidate := v_turn.organisation_id;
  END IF;

  LOOP
    IF v_candidate IS NULL THEN
      SELECT organisation_id INTO v_candidate FROM imports
       WHERE status = 'queued' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = p_lane
         AND organisation_id > v_after AND due_at <= v_now
       ORDER BY organisation_id, due_at, id LIMIT 1;
      IF v_candidate IS NULL OR v_wrapped AND v_candidate > v_turn.organisation_id THEN
        EXIT WHEN v_wrapped;
        v_wrapped := true;
        v_after := '';
        v_candidate := NULL;
        CONTINUE;
      END IF;
      v_after := v_candidate;
    END IF;
    v_cap := coalesce((SELECT running_imports FROM organisation_quotas WHERE organisation_id = v_candidate), p_cap);
    IF v_cap > 0 AND v_cap <= (SELECT count(*) FROM (
         SELECT FROM imports
          WHERE status = 'running' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = p_lane
            AND organisation_id = v_candidate
          LIMIT v_cap) running) THEN
      v_full := v_full || v_candidate::text;
    ELSE
      v_id := oldest_waiting_import(p_lane, v_candidate, v_now);
      EXIT WHEN v_id IS NOT NULL;
    END IF;
    v_candidate := NULL;
  END LOOP;
  IF v_id IS NULL THEN
    FOREACH v_candidate IN ARRAY v_full LOOP
      v_id := oldest_waiting_import(p_lane, v_candidate, v_now);
      EXIT WHEN v_id IS NOT NULL;
    END LOOP;
  END IF;
  IF v_id IS NULL THEN
    RETURN;
  END IF;

  IF v_candidate <> v_turn.organisation_id THEN
    UPDATE import_turns SET organisation_id = v_candidate, served = 1 WHERE lane = p_lane;
  ELSIF v_again THEN
    UPDATE import_turns SET served = served + 1 WHERE lane = p_lane;
  ELSIF v_turn.served <> 1 THEN
    UPDATE import_turns SET served = 1 WHERE lane = p_lane;
  END IF;
  RETURN QUERY
    UPDATE imports i
       SET status = 'running', stage = 'parsing', claim_token = p_token, attempts = i.attempts + 1, heartbeat_at = v_now,
           started_at = coalesce(i.started_at, v_now), revision = i.revision + 1, progress_done = 0, progress_total = 0
     WHERE i.id = v_id
    RETURNING i.id, i.status, i.attempts, i.request_id, i.trace_parent, i.submitted_at, i.callback_url;
END
$$;

-- Locks the oldest import that an organisation has to claim in a lane. One that another transaction changes is passed over.
CREATE FUNCTION "oldest_waiting_import"("p_lane" text, "p_organisation_id" char(26), "p_now" timestamptz) RETURNS char(26) LANGUAGE plpgsql AS $$
DECLARE
  v_id imports.id%TYPE;
BEGIN
  SELECT id INTO v_id FROM imports
   WHERE status = 'queued' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = p_lane
     AND organisation_id = p_organisation_id AND due_at <= p_now
   ORDER BY due_at, id LIMIT 1
     FOR UPDATE SKIP LOCKED;
  RETURN v_id;
END
$$;
