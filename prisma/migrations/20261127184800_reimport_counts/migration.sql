-- The items of each run by outcome, kept by a trigger. Every change of an item happens under the lock of its run, so no other transaction
-- waits for these rows. It counts the changes of older programs too.
CREATE TABLE "reimport_counts" (
    "reimport_id" CHAR(26) NOT NULL,
    "outcome" "reimport_outcome" NOT NULL,
    "items" INTEGER NOT NULL,

    CONSTRAINT "reimport_counts_pkey" PRIMARY KEY ("reimport_id", "outcome")
);

ALTER TABLE "reimport_counts" ADD CONSTRAINT "reimport_counts_reimport_id_fkey" FOREIGN KEY ("reimport_id") REFERENCES "reimports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "reimport_counts" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_all" ON "reimport_counts"
USING ((SELECT current_setting('connectory.organisation', true)) = '*');

-- It acts for the owner: API and workers only read the counts.
CREATE FUNCTION "count_reimport_items"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "reimport_counts" SELECT "reimport_id", "outcome", count(*) FROM "added" GROUP BY 1, 2
    ON CONFLICT ("reimport_id", "outcome") DO UPDATE SET "items" = "reimport_counts"."items" + excluded."items";
  ELSE
    INSERT INTO "reimport_counts"
    SELECT "reimport_id", "outcome", sum("change") FROM (
      SELECT "reimport_id", "outcome", 1 AS "change" FROM "added" UNION ALL SELECT "reimport_id", "outcome", -1 FROM "removed"
    ) AS "changes" GROUP BY 1, 2 HAVING sum("change") <> 0
    ON CONFLICT ("reimport_id", "outcome") DO UPDATE SET "items" = "reimport_counts"."items" + excluded."items";
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "reimport_items_count_added" AFTER INSERT ON "reimport_items"
REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "count_reimport_items"();

CREATE TRIGGER "reimport_items_count_changed" AFTER UPDATE ON "reimport_items"
REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "count_reimport_items"();

-- The triggers lock the items until the transaction ends, so that none is counted twice.
INSERT INTO "reimport_counts" SELECT "reimport_id", "outcome", count(*) FROM "reimport_items" GROUP BY 1, 2;

-- The rate of a run counts the items of the last minute.
CREATE INDEX "reimport_items_reimport_id_finished_at_idx" ON "reimport_items"("reimport_id", "finished_at");
