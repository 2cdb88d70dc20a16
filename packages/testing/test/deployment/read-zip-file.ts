import { open } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** Reads one file of a large zip archive. @throws when the archive does not hold it */
export async function readZipFile(archive: string, name: string): Promise<Buffer> {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const read = async (position: number, length: number): Promise<Buffer> =>
      (await file.read(Buffer.alloc(length), 0, length, position)).buffer;
    // The end record has 22 bytes when the archive has no comment.
    const end = await read(size - 22, 22);
    const directory = await read(end.readUInt32LE(16), end.readUInt32LE(12));
    for (let at = 0; at < directory.length; ) {
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset));
      const found = directory.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
      if (found === name) {
        const start = directory.readUInt32LE(at + 42);
        const header = await read(start, 30);
        const content = start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
        return inflateRawSync(await read(content, directory.readUInt32LE(at + 20)));
      }
      at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    }
    throw new Error(`${archive} has no ${name}`);
  } finally {
    await file.close();
  }
}
