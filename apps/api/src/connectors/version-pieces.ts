import type { VersionRecord } from '@connectory/lifecycle';
import type { Piece } from '../bodies/in-chunks.ts';
import { jsonObject } from '../bodies/json-pieces.ts';
import { presentVersion } from './present-connector.ts';

/**
 * JSON text of a version with its messages, which may be megabytes.
 * @param page its page in the web console.
 * @param messages JSON text.
 * @param importId of the last import that made it.
 */
export function versionPieces(
  version: VersionRecord,
  page: string,
  messages: AsyncIterable<Piece>,
  importId?: string,
): AsyncIterable<Piece> {
  return jsonObject({ ...presentVersion(version, page), importId }, { messages });
}
