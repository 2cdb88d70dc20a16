-- The tables are locked in the order of those who write versions, so that neither waits for the other.
LOCK TABLE "connector_versions", "actions", "triggers", "definitions" IN ACCESS EXCLUSIVE MODE;

-- DropForeignKey
-- A foreign key looks up and locks the version for each row. Who writes entities has written or locked their version.
ALTER TABLE "actions" DROP CONSTRAINT "actions_version_id_fkey";

-- DropForeignKey
ALTER TABLE "triggers" DROP CONSTRAINT "triggers_version_id_fkey";

-- DropForeignKey
ALTER TABLE "definitions" DROP CONSTRAINT "definitions_version_id_fkey";
