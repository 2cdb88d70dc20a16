-- CreateEnum
CREATE TYPE "api_key_role" AS ENUM ('read', 'import', 'operator');

-- CreateEnum
CREATE TYPE "import_status" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "import_stage" AS ENUM ('queued', 'fetching', 'parsing', 'mapping', 'persisting', 'done');

-- CreateTable
CREATE TABLE "organisations" (
    "id" CHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26),
    "name" TEXT NOT NULL,
    "role" "api_key_role" NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connectors" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "public" BOOLEAN NOT NULL DEFAULT false,
    "documentation_url" TEXT,
    "image_url" TEXT,
    "tags" TEXT NOT NULL DEFAULT '{}',
    "auth_scheme_configs" TEXT NOT NULL DEFAULT '[]',
    "connection_variables" TEXT NOT NULL DEFAULT '[]',
    "default_version_id" CHAR(26),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connectors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connector_versions" (
    "id" CHAR(26) NOT NULL,
    "connector_id" CHAR(26) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "document_sha256" BYTEA,
    "importer_version" TEXT,
    "messages" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "connector_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "actions" (
    "id" CHAR(26) NOT NULL,
    "version_id" CHAR(26) NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "operation_id" TEXT,
    "body" TEXT NOT NULL,

    CONSTRAINT "actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "triggers" (
    "id" CHAR(26) NOT NULL,
    "version_id" CHAR(26) NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "operation_id" TEXT,
    "body" TEXT NOT NULL,

    CONSTRAINT "triggers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "definitions" (
    "id" CHAR(26) NOT NULL,
    "version_id" CHAR(26) NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "schema_hash" BYTEA NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "definitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schemas" (
    "hash" BYTEA NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "schemas_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "documents" (
    "sha256" BYTEA NOT NULL,
    "bytes" INTEGER NOT NULL,
    "encoding" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" CHAR(26) NOT NULL,
    "organisation_id" CHAR(26) NOT NULL,
    "connector_id" CHAR(26) NOT NULL,
    "creates_connector" BOOLEAN NOT NULL,
    "version" TEXT,
    "version_id" CHAR(26),
    "active_key" TEXT,
    "status" "import_status" NOT NULL DEFAULT 'queued',
    "stage" "import_stage" NOT NULL DEFAULT 'queued',
    "progress_done" INTEGER NOT NULL DEFAULT 0,
    "progress_total" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claim_token" UUID,
    "heartbeat_at" TIMESTAMPTZ(3),
    "enqueued_at" TIMESTAMPTZ(3),
    "enqueues" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "document_sha256" BYTEA,
    "filename" TEXT,
    "media_type" TEXT,
    "openapi" TEXT,
    "options" TEXT NOT NULL DEFAULT '{}',
    "summary" TEXT,
    "coverage" TEXT,
    "messages" TEXT NOT NULL DEFAULT '[]',
    "error" TEXT,
    "timings" TEXT NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_token_hash_key" ON "api_keys"("token_hash");

-- CreateIndex
CREATE INDEX "api_keys_organisation_id_idx" ON "api_keys"("organisation_id");

-- CreateIndex
CREATE INDEX "connectors_organisation_id_updated_at_id_idx" ON "connectors"("organisation_id", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "connector_versions_document_sha256_idx" ON "connector_versions"("document_sha256");

-- CreateIndex
CREATE UNIQUE INDEX "connector_versions_connector_id_name_key" ON "connector_versions"("connector_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "actions_version_id_name_key" ON "actions"("version_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "actions_version_id_position_key" ON "actions"("version_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "triggers_version_id_name_key" ON "triggers"("version_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "triggers_version_id_position_key" ON "triggers"("version_id", "position");

-- CreateIndex
CREATE INDEX "definitions_schema_hash_idx" ON "definitions"("schema_hash");

-- CreateIndex
CREATE UNIQUE INDEX "definitions_version_id_name_key_key" ON "definitions"("version_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "definitions_version_id_position_key" ON "definitions"("version_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "imports_active_key_key" ON "imports"("active_key");

-- CreateIndex
CREATE INDEX "imports_organisation_id_id_idx" ON "imports"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "imports_connector_id_idx" ON "imports"("connector_id");

-- CreateIndex
CREATE INDEX "imports_status_heartbeat_at_idx" ON "imports"("status", "heartbeat_at");

-- CreateIndex
CREATE INDEX "imports_document_sha256_idx" ON "imports"("document_sha256");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connectors" ADD CONSTRAINT "connectors_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connector_versions" ADD CONSTRAINT "connector_versions_connector_id_fkey" FOREIGN KEY ("connector_id") REFERENCES "connectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connector_versions" ADD CONSTRAINT "connector_versions_document_sha256_fkey" FOREIGN KEY ("document_sha256") REFERENCES "documents"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "actions" ADD CONSTRAINT "actions_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "connector_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "triggers" ADD CONSTRAINT "triggers_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "connector_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "definitions" ADD CONSTRAINT "definitions_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "connector_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "definitions" ADD CONSTRAINT "definitions_schema_hash_fkey" FOREIGN KEY ("schema_hash") REFERENCES "schemas"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_document_sha256_fkey" FOREIGN KEY ("document_sha256") REFERENCES "documents"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;
