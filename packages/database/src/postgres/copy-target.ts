import type { Database } from './database.ts';
import type { QueryTarget } from './sql-session.ts';

/** Whether row-level security applies to the role of a URL, once it is known. */
const isRestricted = new Map<string, boolean>();

/**
 * Whether row-level security applies to the role of a database. PostgreSQL then rejects `COPY … FROM` into a table with policies.
 * @param session of a transaction, because there may be no other connection. It is asked once in a process.
 */
export async function isRowSecurityActive({ url }: Pick<Database, 'url'>, session: QueryTarget): Promise<boolean> {
  const known = isRestricted.get(url);
  if (known !== undefined) return known;
  const { rows } = await session.query({ text: `select row_security_active('public.actions') as active` });
  const active = rows[0]?.['active'] === true;
  isRestricted.set(url, active);
  return active;
}

/** The statements around a COPY into a temporary table, from which a role with row-level security inserts the rows. */
export interface Detour {
  readonly table: string;
  /** Creates the table, for the rest of the transaction. */
  readonly create: string;
  readonly insert: string;
  /** Makes room for further rows of the transaction. */
  readonly empty: string;
}

export function detourTo(target: string, columns: readonly string[]): Detour {
  const table = `copied_${target}`;
  const list = columns.join(', ');
  return {
    table,
    create: `create temporary table if not exists ${table} on commit drop as select ${list} from ${target} with no data`,
    insert: `insert into ${target} (${list}) select ${list} from ${table}`,
    empty: `delete from ${table}`,
  };
}
