import type { CallbackRecord, ImportStatus } from '@connectory/lifecycle';

export interface ImportFilter {
  readonly organisationId: string;
  /** Any of them. */
  readonly statuses?: readonly ImportStatus[];
  readonly connectorId?: string;
  readonly reimportId?: string;
  /** Any of these states of its notification. Imports without `callbackUrl` have none. */
  readonly notifications?: readonly CallbackRecord['status'][];
}

/** Imports before or behind a cursor, and how many of them are read. */
export interface ImportSlice {
  readonly cursor: string | undefined;
  readonly backwards: boolean;
  readonly limit: number;
}

/** A statement with its values. */
export interface ImportQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

const allStatuses: readonly ImportStatus[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

/** An import without an end has no notification yet. */
const unended: readonly ImportStatus[] = ['queued', 'running'];

/**
 * Selects ids and sizes of imports, newest first. Each status is a branch of its own, which reads its rows in the order of an index: no branch
 * reads more rows than the page has.
 */
export function selectImports(filter: ImportFilter, slice: ImportSlice): ImportQuery {
  const { values, bind } = createValues();
  const order = slice.backwards ? 'asc' : 'desc';
  const cursor = slice.cursor === undefined ? undefined : bind(slice.cursor);
  const limit = bind(slice.limit);
  const behind = (column: string): string =>
    cursor === undefined ? '' : ` and ${column} ${slice.backwards ? '>' : '<'} ${cursor}`;
  const branches = branchesOf(filter, bind).map(
    ({ from, key }) => `(select i.id, i.bytes from ${from}${behind(key)} order by ${key} ${order} limit ${limit})`,
  );
  const text = `select id, bytes from (${branches.join(' union all ')}) as imports order by id ${order} limit ${limit}`;
  return { text, values };
}

/** Counts imports, up to a limit. */
export function countImports(filter: ImportFilter, limit: number): ImportQuery {
  const { values, bind } = createValues();
  const most = bind(limit);
  const branches = branchesOf(filter, bind).map(({ from }) => `(select from ${from} limit ${most})`);
  const text = `select least(count(*), ${most}::int)::int as count from (${branches.join(' union all ')}) as imports`;
  return { text, values };
}

type Bind = (value: unknown) => string;

function createValues(): { readonly values: unknown[]; readonly bind: Bind } {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/** Relations with conditions, and the column of the id in the index that they are read by. */
interface Branch {
  readonly from: string;
  readonly key: string;
}

function branchesOf(filter: ImportFilter, bind: Bind): readonly Branch[] {
  const own = ownConditions(filter, bind);
  const { statuses, notifications, reimportId } = filter;
  if (notifications === undefined) {
    // The index of runs has the status before the id.
    const listed = statuses ?? (reimportId === undefined ? undefined : allStatuses);
    if (listed === undefined) return [{ from: `listed_imports i where ${own}`, key: 'i.id' }];
    return listed.map((status) => ({
      from: `listed_imports i where ${own} and i.status = ${statusOf(bind, status)}`,
      key: 'i.id',
    }));
  }
  const branches = notifications.flatMap((notification) =>
    notification === 'waiting'
      ? waitingBranches(own, statuses ?? allStatuses, bind)
      : [sentBranch(own, { ...filter, notification }, bind)],
  );
  return branches.length === 0 ? [{ from: `listed_imports i where ${own} and false`, key: 'i.id' }] : branches;
}

function ownConditions({ organisationId, connectorId, reimportId }: ImportFilter, bind: Bind): string {
  const conditions = [`i.organisation_id = ${bind(organisationId)}`];
  if (connectorId !== undefined) conditions.push(`i.connector_id = ${bind(connectorId)}`);
  if (reimportId !== undefined) conditions.push(`i.reimport_id = ${bind(reimportId)}`);
  return conditions.join(' and ');
}

const statusOf = (bind: Bind, status: ImportStatus): string => `${bind(status)}::import_status`;

function waitingBranches(own: string, statuses: readonly ImportStatus[], bind: Bind): readonly Branch[] {
  return unended
    .filter((status) => statuses.includes(status))
    .map((status) => ({
      from: `listed_imports i where ${own} and i.status = ${statusOf(bind, status)} and i.callback_url is not null
        and not exists (select from listed_callbacks c where c.import_id = i.id)`,
      key: 'i.id',
    }));
}

/** An import that was retried has several notifications: the last one counts. */
function sentBranch(
  own: string,
  { organisationId, statuses, notification }: ImportFilter & { readonly notification: string },
  bind: Bind,
): Branch {
  const ofStatuses = statuses === undefined ? '' : ` and i.status = any (${bind(statuses)}::text[]::import_status[])`;
  return {
    from: `listed_callbacks n join listed_imports i on i.id = n.import_id
      where n.organisation_id = ${bind(organisationId)} and n.status = ${bind(notification)}::callback_status and ${own}${ofStatuses}
        and not exists (select from listed_callbacks c where c.import_id = n.import_id and c.created_at > n.created_at)`,
    key: 'n.import_id',
  };
}
