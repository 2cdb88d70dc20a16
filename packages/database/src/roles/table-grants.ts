/** The processes that use the database: the API with the command line, and the workers. */
export type ServiceKind = 'api' | 'worker';

type Privilege = 'select' | 'insert' | 'update' | 'delete';

/** What a role may do with a table. */
export type Privileges = readonly Privilege[];

const none: Privileges = [];
const read: Privileges = ['select'];
const add: Privileges = ['select', 'insert'];
const keep: Privileges = ['select', 'insert', 'update'];
const all: Privileges = ['select', 'insert', 'update', 'delete'];

/**
 * What API and workers may do with each table of the schema `public`. `connectory migrate` grants it, and revokes all else. Rows that go with
 * a deleted connector or import need no privilege: foreign keys act for the owner of the tables. A new table needs a line here.
 */
export const tableGrants: { readonly [table: string]: { readonly [Kind in ServiceKind]: Privileges } } = {
  _prisma_migrations: { api: read, worker: read },
  actions: { api: all, worker: all },
  api_keys: { api: keep, worker: none },
  audit_events: { api: add, worker: add },
  auth_scheme_secrets: { api: all, worker: read },
  callback_secrets: { api: all, worker: read },
  callbacks: { api: all, worker: all },
  connector_overlays: { api: all, worker: keep },
  connector_versions: { api: all, worker: all },
  connectors: { api: all, worker: all },
  definitions: { api: all, worker: all },
  document_pieces: { api: all, worker: all },
  documents: { api: add, worker: all },
  entity_edits: { api: all, worker: all },
  expired_imports: { api: read, worker: all },
  import_effects: { api: all, worker: all },
  import_places: { api: all, worker: all },
  import_turns: { api: none, worker: all },
  imports: { api: keep, worker: all },
  organisation_quotas: { api: all, worker: read },
  organisation_usage: { api: keep, worker: read },
  organisations: { api: add, worker: read },
  rate_limits: { api: all, worker: none },
  reimport_changes: { api: keep, worker: keep },
  reimport_counts: { api: read, worker: read },
  reimport_items: { api: keep, worker: all },
  reimports: { api: keep, worker: all },
  schemas: { api: read, worker: all },
  sessions: { api: all, worker: none },
  shares: { api: keep, worker: none },
  triggers: { api: all, worker: all },
  upload_urls: { api: keep, worker: all },
};

/** The views of the public library and of lists, which only the API reads. */
export const viewGrants: typeof tableGrants = Object.fromEntries(
  [
    'listed_callbacks',
    'listed_connectors',
    'listed_entities',
    'listed_imports',
    'listed_reimport_items',
    'listed_versions',
    'public_actions',
    'public_connectors',
    'public_definitions',
    'public_triggers',
    'public_versions',
  ].map((view) => [view, { api: read, worker: none }]),
);
