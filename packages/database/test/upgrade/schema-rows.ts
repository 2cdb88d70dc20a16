import type pg from 'pg';

/** Inserts one row into each table of a schema, with the columns that the schema requires, as a program of its time did. */
export interface SchemaWriter {
  /** @returns the rows, in an order in which their references exist */
  write(client: pg.Client): Promise<readonly WrittenRow[]>;
}

export interface WrittenRow {
  readonly table: string;
  /** The primary key and all other columns that were written, as texts. */
  readonly values: { readonly [column: string]: string };
  readonly key: readonly string[];
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isEnum: boolean;
  readonly firstLabel: string | null;
  /** `table.column` that it refers to. */
  readonly target: string | null;
  readonly inKey: boolean;
}

/** Without tables that no program writes: a trigger keeps the counts. A check requires a key or a subject of each session. */
const requiredColumns = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typtype = 'e' as "isEnum",
         (select enumlabel from pg_enum where enumtypid = t.oid order by enumsortorder limit 1) as "firstLabel",
         (select f.confrelid::regclass::text || '.' || (select attname from pg_attribute where attrelid = f.confrelid and attnum = f.confkey[1])
            from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum] limit 1) as target,
         exists (select from pg_constraint p where p.contype = 'p' and p.conrelid = c.oid and a.attnum = any(p.conkey)) as "inKey"
    from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('_prisma_migrations', 'reimport_counts')
     and a.attnum > 0 and not a.attisdropped and not a.atthasdef and a.attidentity = ''
     and (a.attnotnull or (c.relname, a.attname) = ('sessions', 'key_id'))
   order by c.relname, a.attnum`;

let written = 0;

/** Reads the present schema. The writer keeps to it after later migrations. */
export async function readSchema(client: pg.Client): Promise<SchemaWriter> {
  const { rows } = await client.query<Column>(requiredColumns);
  const tables = inOrder(groupByTable(rows));
  return {
    write: async (writer) => {
      const made = new Map<string, WrittenRow>();
      for (const [table, columns] of tables) {
        written += 1;
        const values = Object.fromEntries(columns.map((column) => [column.name, valueOf(column, made)]));
        await insert(writer, table, values);
        made.set(table, { table, values, key: columns.filter(({ inKey }) => inKey).map(({ name }) => name) });
      }
      return [...made.values()];
    },
  };
}

function groupByTable(columns: readonly Column[]): ReadonlyMap<string, readonly Column[]> {
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  return tables;
}

/** Tables after those that they refer to. */
function inOrder(tables: ReadonlyMap<string, readonly Column[]>): readonly (readonly [string, readonly Column[]])[] {
  const ordered = new Map<string, readonly Column[]>();
  const add = (table: string): void => {
    const columns = tables.get(table);
    if (columns === undefined || ordered.has(table)) return;
    for (const { target } of columns)
      if (target !== null && !target.startsWith(`${table}.`)) add(target.split('.')[0] ?? '');
    ordered.set(table, columns);
  };
  for (const table of tables.keys()) add(table);
  return [...ordered];
}

function valueOf({ name, type, isEnum, firstLabel, target }: Column, made: ReadonlyMap<string, WrittenRow>): string {
  const [table = '', column = ''] = target?.split('.') ?? [];
  const referred = made.get(table)?.values[column];
  if (referred !== undefined) return referred;
  if (isEnum) return firstLabel ?? '';
  if (/^(character|char|bpchar)/.test(type)) return `01UPGRADE${String(written).padStart(17, '0')}`;
  if (type.startsWith('timestamp')) return '2026-01-31T00:00:00+00:00';
  if (/^(integer|bigint|smallint|numeric|double)/.test(type)) return String(written);
  if (type === 'boolean') return 'true';
  if (type === 'uuid') return `00000000-0000-4000-8000-${String(written).padStart(12, '0')}`;
  if (type === 'bytea') return `\\x${written.toString(16).padStart(64, '0')}`;
  if (type.endsWith('[]')) return '{}';
  // Texts are often JSON.
  return JSON.stringify({ [name]: written });
}

async function insert(client: pg.Client, table: string, values: { readonly [column: string]: string }): Promise<void> {
  const names = Object.keys(values).map((name) => `"${name}"`);
  const places = names.map((_, index) => `$${index + 1}`);
  const text = names.length === 0 ? 'default values' : `(${names.join(', ')}) values (${places.join(', ')})`;
  await repeatDeadlocked(() => client.query(`insert into "${table}" ${text}`, Object.values(values))).catch(
    (error: unknown) => {
      throw new Error(`insert into ${table} (${names.join(', ')}): ${String(error)}`, { cause: error });
    },
  );
}

/** Repeats a statement that PostgreSQL ended to resolve a deadlock with a migration, as workers and clients do. */
export async function repeatDeadlocked(statement: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await statement();
      return;
    } catch (error) {
      if (Object(error).code !== '40P01' || tries === maxTries) throw error;
    }
  }
}

/** More than migrations that lock several tables. */
const maxTries = 50;
