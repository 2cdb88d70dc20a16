-- AlterTable
ALTER TABLE "connectors" ADD COLUMN     "imported_schemes" TEXT NOT NULL DEFAULT '{}';
