import { idBefore } from '@connectory/database';

export interface DatabaseSize {
  readonly imports: number;
  readonly connectors: number;
  /** Spread over the connectors, each with one version. */
  readonly actions: number;
}

/** Every tenth row belongs to one of these. */
const otherOrganisations = 50;

/** Ids are ULIDs, numbered in the order of their rows. Those of imports are as old as the imports, which are kept for a while. */
const idOf = (kind: string, number = 'n'): string => {
  const prefix = prefixOf(kind);
  return `'${prefix}' || lpad((${number})::text, ${26 - prefix.length}, '0')`;
};

const importsBegin = idBefore(new Date(Date.now() - 3 * 86_400_000)).slice(0, 10);

const prefixOf = (kind: string): string => (kind === 'M' ? importsBegin : `01K${kind}`);

/** The id of the row of a kind with a number. */
export const filledId = (kind: string, number: number): string => {
  const prefix = prefixOf(kind);
  return prefix + String(number).padStart(26 - prefix.length, '0');
};

const organisation = `case when n % 10 = 0 then ${idOf('G', `1 + n / 10 % ${otherOrganisations}`)} else $1 end`;

const exhausted = '{"code":"import_attempts_exhausted","message":"It failed."}';
const invalid = '{"code":"document_not_openapi","message":"It is none."}';

/** A table, and a statement that fills it. `$1` is the organisation, `$2` the number of rows. */
type Filling = readonly [sql: string, rows: (size: DatabaseSize) => number];

const fillings: readonly Filling[] = [
  [
    `insert into organisations (id, name) select ${idOf('G')}, 'Other ' || n from generate_series(1, $2::int) n where $1::text is not null`,
    () => otherOrganisations,
  ],
  [
    `insert into documents (sha256, bytes, encoding, content)
     select sha256(n::text::bytea), 2, 'identity', '{}' from generate_series(0, $2::int - 1) n where $1::text is not null`,
    () => 1_000,
  ],
  [
    `insert into connectors (id, organisation_id, name, base_url, public, tags, categories, created_at, updated_at)
     select ${idOf('C')}, ${organisation}, 'Connector ' || md5(n::text), 'https://pets.example', n % 50 = 0,
            case n % 20 when 0 then '{"team":["a"]}' else '{}' end, case n % 20 when 0 then '{ERP}'::text[] else '{}' end,
            now() - make_interval(secs => n), now() - make_interval(secs => n * 7 % $2)
       from generate_series(1, $2::int) n`,
    ({ connectors }) => connectors,
  ],
  [
    `insert into connector_overlays (connector_id, name, position, enabled, policy, content, actions)
     select ${idOf('C')}, 'names', 0, true, 'apply', '{"overlay":"1.0.0","info":{"title":"Names","version":"1"},"actions":[]}', 0
       from generate_series(1, $2::int) n where $1::text is not null`,
    () => 1_000,
  ],
  [
    `insert into connector_versions (id, connector_id, name, published_at, document_sha256, importer_version)
     select ${idOf('V')}, ${idOf('C')}, '1', case when n % 2 = 0 then now() end, sha256((n % 1000)::text::bytea), '6'
       from generate_series(1, $2::int) n where $1::text is not null`,
    ({ connectors }) => connectors,
  ],
  [
    `insert into imports (id, organisation_id, connector_id, creates_connector, version, version_id, status, stage, document_sha256, error,
                          callback_url, created_at, submitted_at, finished_at)
     select ${idOf('M')}, ${organisation}, ${idOf('C', '1 + n % 1000')}, false, '1', ${idOf('V', '1 + n % 1000')},
            (case when n % 50 = 0 then 'failed' when n % 51 = 0 then 'cancelled' when n % 400 = 1 then 'queued' else 'succeeded' end)::import_status,
            (case when n % 400 = 1 then 'queued' else 'done' end)::import_stage, sha256((n % 1000)::text::bytea),
            case when n % 50 = 0 then case when n % 100 = 0 then '${exhausted}' else '${invalid}' end end,
            case when n % 2 = 1 then 'https://hooks.example/' end, now() - make_interval(secs => $2 - n), now(), now()
       from generate_series(1, $2::int) n`,
    ({ imports }) => imports,
  ],
  [
    `insert into callbacks (id, import_id, organisation_id, url, outcome, finished_at, status)
     select ${idOf('M')} || '-1', ${idOf('M')}, ${organisation}, 'https://hooks.example/', 'succeeded', now(),
            (case when n % 1001 = 0 then 'given_up' else 'delivered' end)::callback_status
       from generate_series(1, $2::int) n where n % 2 = 1 and n % 400 <> 1`,
    ({ imports }) => imports,
  ],
  [
    `insert into audit_events (id, at, organisation_id, actor_kind, actor_id, action, target_kind, target_id, outcome, details)
     select ${idOf('T')}, now(), ${organisation}, 'key', 'key-' || n % 7, 'import.accepted', 'import', ${idOf('M')}, 'succeeded', '{}'
       from generate_series(1, $2::int) n`,
    ({ imports }) => imports,
  ],
  [
    `insert into reimports (id, status, selector, target, version_template, dry_run, max_in_flight)
     select ${idOf('R')}, 'finished', '{}', 'new_version', 'x', false, 16 from generate_series(1, $2::int) n where $1::text is not null`,
    () => 30,
  ],
  [
    `insert into reimport_items (reimport_id, position, organisation_id, connector_id, version_id, version, outcome, finished_at)
     select ${idOf('R', '1')}, n - 1, ${organisation}, ${idOf('C')}, ${idOf('V')}, '1',
            (case when n % 500 = 0 then 'failed' else 'replaced' end)::reimport_outcome, now() - interval '1 day'
       from generate_series(1, $2::int) n`,
    ({ connectors }) => connectors,
  ],
  [
    `insert into reimport_changes (reimport_id, code, class, items, changes, first_position)
     select ${idOf('R', '1 + n % 30')}, 'RULE_' || n / 30, 'breaking', 1, 1, n / 30
       from generate_series(0, $2::int - 1) n where $1::text is not null`,
    () => 30 * 60,
  ],
  [
    `insert into actions (id, version_id, position, name, method, template, body)
     select ${idOf('A')}, ${idOf('V', '1 + (n - 1) / $3')}, (n - 1) % $3, 'action' || (n - 1) % $3, 'GET', '/items/' || n,
            '{"id":"' || ${idOf('A')} || '","name":"action' || (n - 1) % $3 || '","summary":"Lists items","method":"GET"}'
       from generate_series(1, $2::int) n where $1::text is not null`,
    ({ actions }) => actions,
  ],
  [
    `insert into schemas (hash, body) select sha256(n::text::bytea), '{"type":"object"}' from generate_series(0, $2::int - 1) n where $1::text is not null`,
    () => 1_000,
  ],
  [
    `insert into definitions (id, version_id, position, name, name_key, schema_hash, body)
     select ${idOf('D')}, ${idOf('V', '1 + n / 2')}, n % 2, 'Item' || n % 2, 'item' || n % 2, sha256((n % 1000)::text::bytea),
            '{"id":"' || ${idOf('D')} || '","name":"Item' || n % 2 || '"}'
       from generate_series(0, $2::int - 1) n where $1::text is not null`,
    ({ connectors }) => 2 * connectors,
  ],
  [
    `insert into triggers (id, version_id, position, name, method, body)
     select ${idOf('H')}, ${idOf('V')}, 0, 'sold', 'POST', '{"id":"' || ${idOf('H')} || '","name":"sold"}'
       from generate_series(1, $2::int) n where $1::text is not null`,
    ({ connectors }) => connectors,
  ],
  [
    `insert into entity_edits (id, version_id, kind, entity_id, state, changed_by)
     select ${idOf('E')}, ${idOf('V')}, 'action', ${idOf('A', '1 + (n - 1) * 4')}, 'created', '{}'
       from generate_series(1, $2::int) n where $1::text is not null`,
    ({ connectors }) => connectors,
  ],
];

interface Client {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** Fills a migrated database with rows as an installation of this size has them, most of one organisation, and analyses it. */
export async function fillDatabase(client: Client, organisationId: string, size: DatabaseSize): Promise<void> {
  const actionsOfVersion = Math.ceil(size.actions / size.connectors);
  for (const [sql, rows] of fillings) {
    const values = [organisationId, rows(size), ...(sql.includes('$3') ? [actionsOfVersion] : [])];
    await client.query(sql.replaceAll('$2)', '$2::int)').replaceAll('$3', '$3::int'), values);
  }
  await client.query('vacuum analyze');
}

/** Ids of rows that are always there: of the first connector of the organisation, its version, an ended import and a bulk run. */
export const filledIds = {
  connector: filledId('C', 1),
  version: filledId('V', 1),
  import: filledId('M', 3),
  reimport: filledId('R', 1),
};
