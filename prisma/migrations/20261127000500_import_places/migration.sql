-- CreateTable
CREATE TABLE "import_places" (
    "import_id" CHAR(26) NOT NULL,
    "listing" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "import_places_pkey" PRIMARY KEY ("import_id")
);

-- AddForeignKey
ALTER TABLE "import_places" ADD CONSTRAINT "import_places_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: the content is compressed, and read in pieces, which uncompressed storage serves without reading the whole.
ALTER TABLE "import_places" ALTER COLUMN "content" SET STORAGE EXTERNAL;
ALTER TABLE "import_places" ALTER COLUMN "content" SET STATISTICS 0, ALTER COLUMN "listing" SET STATISTICS 0;
