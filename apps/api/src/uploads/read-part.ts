import { packedEncoding, unpackDocument } from '@connectory/database';

/** A received part with a file name. */
export type Part = Express.Multer.File;

/** The content of a small part. */
export async function readPart({ bytes, stored }: Pick<Part, 'bytes' | 'stored'>): Promise<Buffer> {
  return Buffer.from(await unpackDocument({ bytes, encoding: packedEncoding, content: await stored.read() }));
}
