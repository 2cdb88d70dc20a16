import { FaultError } from '../faults/fault-error.ts';

interface BinaryFormat {
  readonly name: string;
  readonly magic: readonly number[];
  /** Offset of the magic bytes. */
  readonly at?: number;
  readonly wayOut?: string;
}

const bytesOf = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')];
const repack = 'Unpack it, and upload the document or a ZIP archive.';
const exportText = 'Export or copy the OpenAPI document as JSON or YAML text.';

/** Binary formats that people upload by mistake, by their first bytes. */
const binaryFormats: readonly BinaryFormat[] = [
  { name: 'a PNG image', magic: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', magic: [0xff, 0xd8, 0xff] },
  { name: 'a GIF image', magic: bytesOf('GIF8') },
  { name: 'a WebP image', magic: bytesOf('WEBP'), at: 8 },
  { name: 'a PDF file', magic: bytesOf('%PDF'), wayOut: exportText },
  { name: 'a PostScript file', magic: bytesOf('%!PS'), wayOut: exportText },
  {
    name: 'a file of an older Office version (such as .doc or .xls)',
    magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    wayOut: exportText,
  },
  { name: 'an RTF text', magic: bytesOf('{\\rtf'), wayOut: exportText },
  { name: 'an executable', magic: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'an executable of Windows', magic: [0x4d, 0x5a, 0x90, 0x00] },
  { name: 'an executable of macOS', magic: [0xcf, 0xfa, 0xed, 0xfe] },
  { name: 'a Java class or an executable of macOS', magic: [0xca, 0xfe, 0xba, 0xbe] },
  { name: 'a WebAssembly module', magic: [0x00, 0x61, 0x73, 0x6d] },
  { name: 'a SQLite database', magic: bytesOf('SQLite format 3') },
  { name: 'a RAR archive', magic: bytesOf('Rar!'), wayOut: repack },
  { name: 'a 7z archive', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], wayOut: repack },
  { name: 'compressed with xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], wayOut: repack },
  { name: 'compressed with bzip2', magic: bytesOf('BZh'), wayOut: repack },
  { name: 'compressed with Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd], wayOut: repack },
];

/** @throws FaultError for bytes of a known binary format. */
export function refuseBinary(bytes: Uint8Array): void {
  const known = binaryFormats.find(({ magic, at = 0 }) => magic.every((byte, index) => bytes[at + index] === byte));
  if (known === undefined) return;
  const { name, wayOut = 'Upload the document as JSON or YAML text.' } = known;
  throw new FaultError('document_binary', `The file is ${name}, not an OpenAPI document. ${wayOut}`);
}
