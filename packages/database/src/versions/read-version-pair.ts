import type { StoredContent } from '@connectory/diff';
import type { Database } from '../postgres/database.ts';
import { inSnapshot } from '../postgres/write-transaction.ts';
import { readContent, readContentBytes } from './read-content.ts';

export type VersionPairOutcome =
  | { readonly outcome: 'read'; readonly before: StoredContent; readonly after: StoredContent }
  /** Larger than `maxBytes`: no content was read. */
  | { readonly outcome: 'too-large'; readonly bytes: number }
  /** One of them was deleted. */
  | { readonly outcome: 'gone' };

/** Reads the content of two versions in one snapshot. */
export async function readVersionPair(
  database: Database,
  ids: { readonly before: string; readonly after: string },
  maxBytes: number,
): Promise<VersionPairOutcome> {
  return inSnapshot(database, async (session): Promise<VersionPairOutcome> => {
    const found = await session.$queryRaw<unknown[]>`
      select id from connector_versions where id = ${ids.before} or id = ${ids.after}`;
    if (found.length < new Set([ids.before, ids.after]).size) return { outcome: 'gone' };
    const bytes = (await readContentBytes(session, ids.before)) + (await readContentBytes(session, ids.after));
    if (bytes > maxBytes) return { outcome: 'too-large', bytes };
    const before = await readContent(session, ids.before);
    return { outcome: 'read', before, after: await readContent(session, ids.after) };
  });
}
