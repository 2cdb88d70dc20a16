const blockBytes = 512;

/** Writes one file of a tar archive in the format `ustar`. @param name at most 100 bytes, or 255 with a slash to split at */
export function tarFile(name: string, content: Buffer, mode: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const [prefix, base] = splitName(name);
  header.write(base, 0, 100);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345, 155);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 6)}\u0000 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)]);
}

/** The end of a tar archive. */
export const tarEnd = Buffer.alloc(2 * blockBytes);

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function splitName(name: string): readonly [prefix: string, base: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  const slash = name.indexOf('/', name.length - 101);
  return [name.slice(0, slash), name.slice(slash + 1)];
}
