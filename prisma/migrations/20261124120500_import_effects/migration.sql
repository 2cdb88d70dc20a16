-- CreateTable
CREATE TABLE "import_effects" (
    "import_id" CHAR(26) NOT NULL,
    "connector" TEXT,
    "diff" TEXT,

    CONSTRAINT "import_effects_pkey" PRIMARY KEY ("import_id")
);

-- AddForeignKey
ALTER TABLE "import_effects" ADD CONSTRAINT "import_effects_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;
