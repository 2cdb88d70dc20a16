import type { Database } from '../postgres/database.ts';
import type { EntityKind } from './entities.ts';
import { findStoredText, largeText, type StoredText, textInMemory, wholeTextBytes } from '../texts/stored-text.ts';

/** A text that is stored by its hash. */
export interface HashedText {
  /** Hexadecimal: a strong HTTP validator. */
  readonly hash: string;
  read(): Promise<StoredText | undefined>;
}

export interface HashedTextOptions {
  /** Reads the hash alone, for a client that may have the text already. */
  readonly hashOnly: boolean;
}

/** Finds the extras of a version, JSON text; undefined for a version without extras. */
export async function findExtras(
  database: Database,
  versionId: string,
  options: HashedTextOptions = { hashOnly: false },
): Promise<HashedText | undefined> {
  return findHashedText(database, options, {
    text: 'select extras_hash as hash from connector_versions where id = $1 and extras_hash is not null',
    values: [versionId],
  });
}

/** Finds the JSON Schema of a definition. The name is matched ignoring case. */
export async function findSchema(
  database: Database,
  versionId: string,
  definitionName: string,
  options: HashedTextOptions = { hashOnly: false },
): Promise<HashedText | undefined> {
  return findHashedText(database, options, {
    text: 'select schema_hash as hash from definitions where version_id = $1 and name_key = $2',
    values: [versionId, definitionName.toLowerCase()],
  });
}

/** The body of an entity. */
export interface HashedBody {
  /** Hexadecimal SHA-256. */
  readonly hash: string;
  read(): Promise<StoredText>;
}

/**
 * Finds the body of an entity by its exact name. Bodies are not stored by their hash, so it is computed. The hash of a definition covers
 * its schema too, so that `If-Match` finds a change of the schema alone.
 */
export async function findEntityBody(
  database: Database,
  kind: EntityKind,
  versionId: string,
  name: string,
): Promise<HashedBody | undefined> {
  const byName = `from ${kind} where version_id = $1 and name = $2`;
  const hashed = `convert_to(body, 'UTF8')${kind === 'definitions' ? ' || schema_hash' : ''}`;
  const [row] = await database.sql.query<{ hash: string; bytes: number; body: string | null }>(
    `select encode(sha256(${hashed}), 'hex') as hash, octet_length(body) as bytes,
            case when octet_length(body) <= ${wholeTextBytes} then body end as body ${byName}`,
    [versionId, name],
  );
  if (row === undefined) return undefined;
  const { hash, bytes, body } = row;
  const text = { text: `select body as content ${byName}`, values: [versionId, name] };
  return { hash, read: async () => (body === null ? largeText(database, bytes, text) : textInMemory(body)) };
}

interface HashStatement {
  /** Has one column, `hash`. One of a fixed number of texts: it is prepared. */
  readonly text: string;
  readonly values: readonly unknown[];
}

async function findHashedText(
  database: Database,
  { hashOnly }: HashedTextOptions,
  { text, values }: HashStatement,
): Promise<HashedText | undefined> {
  if (hashOnly) {
    const [found] = await database.sql.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from (${text}) as named`,
      values,
    );
    return found && { hash: found.hash, read: () => readByHash(database, found.hash) };
  }
  const [row] = await database.sql.query<{ hash: string; bytes: number; body: string | null }>(
    `select encode(s.hash, 'hex') as hash, octet_length(s.body) as bytes,
            case when octet_length(s.body) <= ${wholeTextBytes} then s.body end as body
       from (${text}) as named join schemas s on s.hash = named.hash`,
    values,
  );
  if (row === undefined) return undefined;
  const { hash, bytes, body } = row;
  const found = body === null ? largeText(database, bytes, byHash(hash)) : textInMemory(body);
  return { hash, read: async () => found };
}

async function readByHash(database: Database, hash: string): Promise<StoredText | undefined> {
  return findStoredText(database, byHash(hash));
}

function byHash(hash: string) {
  return { text: 'select body as content from schemas where hash = $1', values: [Buffer.from(hash, 'hex')] };
}
