import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';

/** An entity that a search found. */
export interface FoundEntity {
  readonly kind: 'action' | 'trigger' | 'definition';
  readonly name: string;
  readonly method: string | null;
  /** The document's path template. */
  readonly path: string | null;
  /** The summary, or else the beginning of the description. */
  readonly text: string | null;
}

/** Characters of a body that are searched. Name, summary and description are at its start. */
const headLength = 4_000;

/** Characters of a summary or description in a result. */
const textLength = 200;

// A member of the head of a body. Parameters follow, which have descriptions too.
const member = (name: string): string =>
  `substring(split_part(left(body, ${headLength}), '"parameters":', 1) from '"${name}":"((?:[^"\\\\]|\\\\.)*)')`;

const source = (kind: string, columns: string): string => `
  select '${kind}' as kind, position, name, ${columns}, ${member('summary')} as summary, ${member('description')} as description
    from ${kind}s where version_id = $1`;

const statement = `
  select kind, name, method, path, left(coalesce(summary, description), ${textLength}) as text
    from (${source('action', 'method, template as path')}
          union all ${source('trigger', 'method, null as path')}
          union all ${source('definition', 'null as method, null as path')}) as entities
   where concat_ws(' ', name, method, path, summary, description) ilike all ($2::text[])
   order by concat_ws(' ', name, path) ilike all ($2::text[]) desc, kind, position limit $3`;

/**
 * Finds the entities that contain all words in name, method, path, summary or description, ignoring case. Those with all words in name or
 * path are first. The index of each table by version limits it to the rows of one version.
 * @param limit most results
 */
export async function searchVersion(
  { pool }: Database,
  versionId: string,
  { words, limit }: { readonly words: readonly string[]; readonly limit: number },
): Promise<readonly FoundEntity[]> {
  const patterns = words.map((word) => `%${escapeLike(word)}%`);
  const { rows } = await pool.query<FoundEntity>(statement, [versionId, patterns, limit]);
  return rows.map((row) => ({ ...row, text: row.text === null ? null : unescapeJson(row.text) }));
}

/** A part of a JSON string, which may be cut within an escape. */
function unescapeJson(text: string): string {
  const whole = text.replace(/\\(?:u[\da-f]{0,3})?$/i, '');
  try {
    return String(JSON.parse(`"${whole}"`));
  } catch {
    return whole;
  }
}
