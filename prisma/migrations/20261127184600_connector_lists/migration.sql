-- Each order of the list of connectors.
CREATE INDEX "connectors_organisation_id_name_id_idx" ON "connectors"("organisation_id", "name", "id");
CREATE INDEX "connectors_organisation_id_created_at_id_idx" ON "connectors"("organisation_id", "created_at", "id");
CREATE INDEX "connectors_organisation_id_id_idx" ON "connectors"("organisation_id", "id");
