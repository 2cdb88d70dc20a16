-- By hand: Prisma describes no views.

-- No barrier, as the views of lists have none (decision 0039): a list of public connectors then stops at its page, and finds names by their index.
ALTER VIEW "public_connectors" SET (security_barrier = false);

-- Whether a connector has a published version.
CREATE INDEX "connector_versions_published" ON "connector_versions" ("connector_id") WHERE "published_at" IS NOT NULL;

-- The causes of a bulk run: of ten thousand items, few have an error.
CREATE INDEX "reimport_items_errors" ON "reimport_items" ("reimport_id", "position") WHERE "error" IS NOT NULL;
