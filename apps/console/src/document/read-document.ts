import type { Address } from '../client/address.ts';
import { apiGetBlob } from '../client/call-api.ts';

type DocumentAddress =
  Address<'/api/connect/v1/o/{organisation_id}/connectors/{connector_id}/versions/{version}/document'>;

/** A document that can be shown; an archive of several files cannot. */
export type ReadDocument = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'archive' };

/** Reads a document as it was uploaded: compressed or not, in any encoding of Unicode. @throws ApiFault */
export async function readDocument(address: DocumentAddress): Promise<ReadDocument> {
  const blob = await apiGetBlob(address, { type: '*/*' });
  return decodeDocument(new Uint8Array(await blob.arrayBuffer()));
}

export async function decodeDocument(bytes: Uint8Array<ArrayBuffer>): Promise<ReadDocument> {
  if (startsWith(bytes, [0x1f, 0x8b])) return decodeDocument(await gunzip(bytes));
  // A zip archive, and the mark of a tar archive.
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72]))
    return { kind: 'archive' };
  return { kind: 'text', text: new TextDecoder(encodingOf(bytes)).decode(bytes) };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
