import type { Database } from '../postgres/database.ts';
import { type ServiceKind, tableGrants } from './table-grants.ts';

/** The role of a connection, compared with what a process of the service needs. */
export interface RoleFindings {
  readonly role: string;
  /** What the role may do that the service needs not. Empty for a role of the service. */
  readonly powers: readonly string[];
  /** Privileges that are missing, as `select on imports`. */
  readonly missing: readonly string[];
}

interface FindingsRow {
  readonly role: string;
  readonly powers: readonly string[];
  readonly missing: readonly string[];
}

/** Inspects the role of a database's connections, by one statement. A table that does not exist counts as missing. */
export async function inspectRole(database: Database, kind: ServiceKind): Promise<RoleFindings> {
  const wanted = Object.entries(tableGrants).flatMap(([table, grants]) =>
    grants[kind].map((privilege) => [table, privilege] as const),
  );
  const { rows } = await database.pool.query<FindingsRow>(
    `select current_user as role,
            array_remove(array[
              case when r.rolsuper then 'superuser' end,
              case when r.rolcreaterole then 'creates roles' end,
              case when r.rolcreatedb then 'creates databases' end,
              case when r.rolbypassrls and $3 = 'api' then 'bypasses row security' end,
              case when r.rolreplication then 'replicates' end,
              case when has_schema_privilege(current_user, 'public', 'create') then 'creates tables' end,
              case when exists (select from pg_tables t where t.schemaname = 'public' and t.tablename = any ($1)
                                   and pg_has_role(current_user, t.tableowner, 'usage')) then 'owns tables' end
            ], null) as powers,
            array(select w.privilege || ' on ' || w.name from unnest($1::text[], $2::text[]) as w (name, privilege)
                   where to_regclass('public.' || w.name) is null
                      or not has_table_privilege(to_regclass('public.' || w.name), w.privilege)
                   order by w.name, w.privilege)
              || case when row_security_active('public.actions')
                       and not has_database_privilege(current_database(), 'temporary')
                      then array['temporary on the database'] else '{}' end as missing
       from pg_roles r where r.rolname = current_user`,
    [wanted.map(([table]) => table), wanted.map(([, privilege]) => privilege), kind],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the role of the connection is not visible');
  return row;
}
