-- Lists of imports by status, of a connector, and of a bulk run read as many rows as a page has.
CREATE INDEX "imports_organisation_id_status_id_idx" ON "imports"("organisation_id", "status", "id");
CREATE INDEX "imports_connector_id_id_idx" ON "imports"("connector_id", "id");
CREATE INDEX "imports_reimport_id_status_id_idx" ON "imports"("reimport_id", "status", "id");

-- The new ones begin with their columns.
DROP INDEX "imports_connector_id_idx";
DROP INDEX "imports_reimport_id_idx";
