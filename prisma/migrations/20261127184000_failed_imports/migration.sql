-- Failed imports by the code of their error, which is cut out of the text: PostgreSQL reads no JSON with \u0000.
CREATE INDEX "imports_failed_idx" ON "imports" ("organisation_id", (substring("error" from '"code":"([a-z_]+)"')), "id") WHERE "status" = 'failed';
