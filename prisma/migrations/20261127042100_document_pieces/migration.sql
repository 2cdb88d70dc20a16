-- CreateTable
-- By hand: unlogged. Its rows live within one transaction, which is repeated after a crash.
CREATE UNLOGGED TABLE "document_pieces" (
    "upload_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "piece" BYTEA NOT NULL,

    CONSTRAINT "document_pieces_pkey" PRIMARY KEY ("upload_id","position")
);

-- By hand: pieces are compressed already.
ALTER TABLE "document_pieces" ALTER COLUMN "piece" SET STORAGE EXTERNAL;
ALTER TABLE "document_pieces" ALTER COLUMN "piece" SET STATISTICS 0;
