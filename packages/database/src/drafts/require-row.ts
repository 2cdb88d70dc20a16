import type { NamedVersion } from '../versions/change-version.ts';
import type { Draft } from './edit-draft.ts';
import { type EntityRow, readRows } from './entity-rows.ts';
import { RefusedEdit } from './refused-edit.ts';

/** What the ETag of an entity covers. */
export interface EntityState {
  readonly body: string;
  /** SHA-256 of the schema of a definition, hexadecimal. */
  readonly schemaHash?: string | null;
}

/** Whether an entity is the one that the client has read. @param version name of its version. */
export type IsExpected = (entity: EntityState, version: string) => boolean;

export interface NamedEntity extends NamedVersion {
  readonly name: string;
  readonly isExpected: IsExpected;
}

/** Reads the entity that a request names. @throws RefusedEdit */
export async function requireRow(
  { tx, version }: Draft,
  kind: EntityRow['kind'],
  { name, isExpected }: NamedEntity,
): Promise<EntityRow> {
  const [row] = await readRows(tx, version.id, { [`${kind}s`]: [name] });
  if (row === undefined) throw new RefusedEdit({ outcome: 'entity-not-found', version: version.name, name });
  if (!isExpected(row, version.name)) throw new RefusedEdit({ outcome: 'entity-changed' });
  return row;
}
