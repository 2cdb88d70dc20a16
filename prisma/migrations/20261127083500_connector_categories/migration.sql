-- AlterTable
ALTER TABLE "connectors" ADD COLUMN     "categories" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
