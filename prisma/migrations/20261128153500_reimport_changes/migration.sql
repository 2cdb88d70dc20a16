-- Imports of older programs have no rules: their changes are not in the counts of a run.
ALTER TABLE "import_effects" ADD COLUMN "rules" TEXT;

-- The changes of each run by rule and class. They change under the lock of their run, so no other transaction waits for these rows.
CREATE TABLE "reimport_changes" (
    "reimport_id" CHAR(26) NOT NULL,
    "code" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "items" INTEGER NOT NULL,
    "changes" BIGINT NOT NULL,
    "first_position" INTEGER NOT NULL,

    CONSTRAINT "reimport_changes_pkey" PRIMARY KEY ("reimport_id", "code", "class")
);

ALTER TABLE "reimport_changes" ADD CONSTRAINT "reimport_changes_reimport_id_fkey" FOREIGN KEY ("reimport_id") REFERENCES "reimports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "reimport_changes" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of_all" ON "reimport_changes"
USING ((SELECT current_setting('connectory.organisation', true)) = '*');
