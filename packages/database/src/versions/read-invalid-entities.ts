import { parseStored, removeSchemaBase } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

/** An entity that keeps its version from being published. */
export interface InvalidEntity {
  readonly kind: 'action' | 'trigger' | 'definition';
  readonly name: string;
  /** Its errors, without warnings. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** Entities that are read: the caller corrects the first ones, and asks again. */
const maxEntities = 100;

export async function readInvalidEntities(tx: SqlSession, versionId: string): Promise<readonly InvalidEntity[]> {
  const rows = await tx.$queryRaw<{ kind: InvalidEntity['kind']; name: string; body: string }[]>`
    select * from (
      select 'action' as kind, name, body from actions where version_id = ${versionId} and invalid
      union all select 'trigger', name, body from triggers where version_id = ${versionId} and invalid
      union all select 'definition', name, body from definitions where version_id = ${versionId} and invalid) it
     order by kind, name limit ${maxEntities}`;
  return rows.map(({ kind, name, body }) => ({ kind, name, errors: errorsOf(body) }));
}

function errorsOf(body: string): InvalidEntity['errors'] {
  const { errors = [] } = parseStored<{ errors?: { field: string; message: string; severity: string }[] }>(
    removeSchemaBase(body),
  );
  return errors.filter(({ severity }) => severity === 'error');
}
