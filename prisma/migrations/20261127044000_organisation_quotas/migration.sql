-- AlterTable
ALTER TABLE "organisation_quotas" ADD COLUMN     "changed_by" TEXT,
ADD COLUMN     "connectors" INTEGER,
ADD COLUMN     "diffs" INTEGER,
ADD COLUMN     "event_streams" INTEGER,
ADD COLUMN     "stored_bytes" BIGINT,
ADD COLUMN     "uploads" INTEGER,
ADD COLUMN     "waiting_imports" INTEGER;

-- CreateTable
CREATE TABLE "organisation_usage" (
    "organisation_id" CHAR(26) NOT NULL,
    "connectors" INTEGER NOT NULL,
    "stored_bytes" BIGINT NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_usage_pkey" PRIMARY KEY ("organisation_id")
);

-- AddForeignKey
ALTER TABLE "organisation_usage" ADD CONSTRAINT "organisation_usage_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, as all below: Prisma describes neither row-level security nor functions.
ALTER TABLE "organisation_usage" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_organisation" ON "organisation_usage"
USING (CASE WHEN "organisation_id" = (SELECT current_setting('connectory.organisation', true))::bpchar THEN true
            ELSE (SELECT current_setting('connectory.organisation', true)) = '*' END);

-- Names the quota that one more import or connector would exceed; null if none. The parameters are the quotas of organisations without their
-- own; 0 is no limit. What is counted is locked until the end of the transaction once half of a quota is used, or if the quota is small.
-- Below that, many thousand rows would have to be added while one statement runs.
CREATE FUNCTION "find_exceeded_quota"("p_organisation_id" char(26), "p_waiting" integer, "p_connectors" integer, "p_stored_bytes" bigint,
                                      "p_waits" boolean, "p_creates" boolean, "p_bytes" bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_quotas organisation_quotas%ROWTYPE;
  v_usage organisation_usage%ROWTYPE;
  v_waiting integer;
  v_connectors integer;
  v_stored_bytes bigint;
  v_used integer;
  v_locks boolean := false;
BEGIN
  SELECT * INTO v_quotas FROM organisation_quotas WHERE organisation_id = p_organisation_id;
  SELECT * INTO v_usage FROM organisation_usage WHERE organisation_id = p_organisation_id;
  v_waiting := CASE WHEN p_waits THEN coalesce(v_quotas.waiting_imports, p_waiting) ELSE 0 END;
  v_connectors := CASE WHEN p_creates THEN coalesce(v_quotas.connectors, p_connectors) ELSE 0 END;
  v_stored_bytes := coalesce(v_quotas.stored_bytes, p_stored_bytes);

  IF p_bytes > 0 AND v_stored_bytes > 0 AND coalesce(v_usage.stored_bytes, 0) + p_bytes > v_stored_bytes THEN
    RETURN 'storedBytes';
  END IF;
  IF v_waiting > 0 THEN
    v_used := count_waiting_imports(p_organisation_id, v_waiting);
    IF v_used >= v_waiting THEN
      RETURN 'waitingImports';
    END IF;
    v_locks := v_waiting < 1000 OR v_used >= v_waiting / 2;
  END IF;
  IF v_connectors > 0 THEN
    v_locks := v_locks OR v_connectors < 20000 OR v_usage.connectors IS NULL OR v_usage.connectors >= v_connectors / 2;
  END IF;
  IF NOT v_locks THEN
    RETURN NULL;
  END IF;

  -- Each statement of this function sees what was committed before it.
  PERFORM pg_advisory_xact_lock(72707371, hashtext(p_organisation_id));
  IF v_waiting > 0 AND count_waiting_imports(p_organisation_id, v_waiting) >= v_waiting THEN
    RETURN 'waitingImports';
  END IF;
  IF v_connectors > 0 AND v_connectors <= (
       SELECT (SELECT count(*) FROM connectors WHERE organisation_id = p_organisation_id)
            + (SELECT count(*) FROM imports
                WHERE status = 'queued' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = 'import'
                  AND organisation_id = p_organisation_id AND creates_connector)
            + (SELECT count(*) FROM imports
                WHERE status = 'running' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = 'import'
                  AND organisation_id = p_organisation_id AND creates_connector)) THEN
    RETURN 'connectors';
  END IF;
  RETURN NULL;
END
$$;

-- Counts the waiting imports of an organisation, without those of bulk re-imports, up to a number.
CREATE FUNCTION "count_waiting_imports"("p_organisation_id" char(26), "p_limit" integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM (
    SELECT FROM imports
     WHERE status = 'queued' AND (CASE WHEN reimport_id IS NULL THEN 'import' ELSE 'bulk-import' END) = 'import'
       AND organisation_id = p_organisation_id
     LIMIT p_limit) waiting);
END
$$;
