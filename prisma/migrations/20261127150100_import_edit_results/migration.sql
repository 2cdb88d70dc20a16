-- What an import did to each edit of the version: JSON array, null without edits.
ALTER TABLE "import_effects" ADD COLUMN "edits" TEXT;
