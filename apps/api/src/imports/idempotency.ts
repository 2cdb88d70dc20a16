import { createHash } from 'node:crypto';
import type { ImportFromUrl, ImportMetadata } from '@connectory/contract';
import { ApiError } from '../http/api-error.ts';

/**
 * Reads an Idempotency-Key, bare or as a quoted string (RFC 9651, section 3.3.3). Both spellings are the same key.
 * @throws ApiError `idempotency_key_invalid`.
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header.trim())?.[1];
  const key = quoted === undefined ? header.trim() : quoted.replaceAll(/\\(["\\])/g, '$1');
  if (/^[\u0020-\u007e]{1,255}$/.test(key)) return key;
  throw new ApiError(
    'idempotency_key_invalid',
    `The Idempotency-Key has ${key.length} characters, or characters that are not visible ASCII.`,
  );
}

/** Hashes the meaning of a request, independent of the form of its multipart body. */
export function fingerprintRequest(request: {
  /** The hash of the document, or `schemaURL` for a request without one. */
  readonly subject: string;
  readonly metadata: ImportMetadata | ImportFromUrl;
  readonly connectorId: string | undefined;
}): Uint8Array<ArrayBuffer> {
  const { subject, metadata, connectorId } = request;
  const asked = [subject, connectorId ?? null, sortedMembers(metadata)];
  return new Uint8Array(createHash('sha256').update(JSON.stringify(asked)).digest());
}

function sortedMembers(metadata: ImportMetadata | ImportFromUrl): readonly (readonly [string, unknown])[] {
  const given = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return given.sort(([one], [other]) => (one < other ? -1 : 1));
}
