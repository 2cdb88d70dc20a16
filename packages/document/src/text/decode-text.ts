import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { refuseBinary } from '../formats/binary-formats.ts';
import { refuseMarkup } from '../formats/markup-formats.ts';
import { describePosition, positionAt } from '../places/position.ts';

/**
 * Decodes bytes to text. Detects the charset as YAML 1.2 (section 5.2) and RFC 8259 allow, and drops a byte order mark.
 * @throws FaultError for an empty file, another file format, or bytes invalid in their charset.
 */
export function decodeText(bytes: Uint8Array): string {
  refuseBinary(bytes);
  const text = decode(bytes);
  // A file of comments and document markers is empty too.
  if (/^\s*(?:#|---|$)/.test(text) && isBlankDocument(text))
    throw new FaultError('document_empty', 'The document is empty. Upload an OpenAPI document in JSON or YAML.');
  refuseMarkup(text);
  return text;
}

/**
 * Decompresses gzip; returns other bytes unchanged.
 * @throws FaultError for broken gzip, and above the byte limit.
 */
export function unpack(bytes: Uint8Array, limits: DocumentLimits): Uint8Array {
  let unpacked = bytes;
  for (let layer = 0; layer < maxGzipLayers && isGzip(unpacked); layer += 1) unpacked = gunzip(unpacked, limits);
  if (unpacked.length > limits.maxBytes) throw tooLarge(limits);
  return unpacked;
}

/** Servers compress files that are compressed already. */
const maxGzipLayers = 3;

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzip(bytes: Uint8Array, limits: DocumentLimits): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limits);
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaultError(
      'document_gzip_broken',
      `The document is gzip-compressed but cannot be unpacked: ${reason}. Upload it again, or uncompressed.`,
    );
  }
}

function tooLarge(limits: DocumentLimits): FaultError {
  const message = `The document is larger than ${limits.maxBytes} bytes once decompressed (MAX_DOCUMENT_BYTES). Split it, or raise the limit.`;
  return new FaultError('document_too_large', message);
}

function decode(bytes: Uint8Array): string {
  const charset = detectCharset(bytes);
  if (charset === 'utf-8' && isUtf8(bytes)) return decodeUtf8(bytes);
  if (charset.startsWith('utf-32')) return decodeUtf32(bytes, charset === 'utf-32le');
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes, charset);
    const before = new TextDecoder(charset).decode(bytes.subarray(0, offset));
    const position = positionAt(before, before.length);
    throw new FaultError(
      'document_encoding',
      `The document is not valid ${charset.toUpperCase()}: byte ${offset} (${describePosition(position)}) cannot be decoded. Save it as UTF-8.`,
      [{ pointer: '', ...position }],
    );
  }
}

const byteOrderMark = '\ufeff';

/** Decodes valid UTF-8. ASCII text takes one byte a character this way; `TextDecoder` would give it two. */
function decodeUtf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** Detects the charset by the byte order mark, else by the zero bytes of the first character. */
function detectCharset(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d !== 0))) return 'utf-32be';
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b !== 0) return 'utf-16be';
  if (a !== 0 && b === 0) return 'utf-16le';
  return 'utf-8';
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  let points: number[] = [];
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const point = offset + 4 <= bytes.length ? view.getUint32(offset, littleEndian) : Number.NaN;
    const isCharacter = point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff);
    if (!isCharacter) {
      throw new FaultError(
        'document_encoding',
        `The document is not valid UTF-32: byte ${offset} cannot be decoded. Save it as UTF-8.`,
      );
    }
    if (offset > 0 || point !== 0xfe_ff) points.push(point);
    if (points.length === 8_192) {
      parts.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...points);
}

/** Binary search for the first byte that does not decode. */
function firstInvalidByte(bytes: Uint8Array, charset: string): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    // In stream mode, a character cut off at the end is no fault.
    if (decodes(bytes.subarray(0, middle), charset, true)) valid = middle;
    else invalid = middle;
  }
  // Then back to the start of the broken character.
  while (valid > 0 && !decodes(bytes.subarray(0, valid), charset, false)) valid -= 1;
  return valid;
}

function decodes(bytes: Uint8Array, charset: string, stream: boolean): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

function isBlankLine(line: string): boolean {
  return line === '' || line.startsWith('#') || line === '---' || line === '...';
}

function isBlankDocument(text: string): boolean {
  // Line by line without split, which would take several times the memory of the text.
  for (let start = 0; start < text.length; ) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (!isBlankLine(text.slice(start, end).trim())) return false;
    start = end + 1;
  }
  return true;
}
