import { auditActions, auditOutcomes } from '../wire/audit.ts';
import { connectorSortColumns } from '../wire/connector.ts';
import { coverageKinds, importStatuses } from '../wire/import-resource.ts';
import { notificationStatuses } from '../wire/notifications.ts';
import { searchKinds } from '../wire/organisation-search.ts';
import { reimportOutcomes } from '../wire/reimports.ts';
import { sampleIds } from '../wire/sample-ids.ts';

/** A parameter without its place. */
export interface DescribedParameter {
  /** Default: the key in its table. Another key is needed where the same name has another meaning. */
  readonly name?: string;
  readonly schema: { readonly [keyword: string]: unknown };
  readonly description: string;
  readonly example: unknown;
}

type Parameters = { readonly [key: string]: DescribedParameter };

export const queryParameters = {
  first: {
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 20 },
    description: 'Maximum number of items per page.',
    example: 20,
  },
  after: { schema: { type: 'string' }, description: 'Cursor: `next` of the previous page.', example: 'eyJvIjoxfQ' },
  before: { schema: { type: 'string' }, description: 'Cursor: `prev` of the following page.', example: 'eyJvIjoxfQ' },
  name: { schema: { type: 'string' }, description: 'Part of the name, case-insensitive.', example: 'pets' },
  q: {
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    description: 'One to ten words, each a part of name, method, path, summary or description. Ignores case.',
    example: 'get pet',
  },
  searchWords: {
    name: 'q',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    description: 'One to ten words, each a part of a name, id, file name, URL, method or path. Ignores case.',
    example: 'pets 1.0',
  },
  searchKind: {
    name: 'kind',
    schema: { type: 'array', items: { type: 'string', enum: searchKinds } },
    description: 'Only these kinds. May be repeated. Default: all.',
    example: ['connectors', 'imports'],
  },
  searchConnector: {
    name: 'connectorId',
    schema: { type: 'string', format: 'ulid' },
    description: 'Only this connector, its versions, its imports and its entities.',
    example: sampleIds.connector,
  },
  token: {
    schema: { type: 'string' },
    description: 'The secret of the upload URL.',
    example: 'mXq2Zb7n0TtYV4Jr5cKs8w',
  },
  sort: {
    schema: { type: 'string', pattern: '^([^:,]+:[^:,]+)(,[^:,]+:[^:,]+)*$' },
    description: `Columns and their order, such as \`name:asc,id:desc\`. Columns: ${connectorSortColumns.join(', ')}. Default: \`updatedAt:desc\`.`,
    example: 'name:asc,id:desc',
  },
  tags: {
    schema: { type: 'string' },
    description: 'Only connectors with all of these tags: `<key>` or `<key>:<value>`, separated by commas.',
    example: 'team:payments',
  },
  categories: {
    schema: { type: 'array', items: { $ref: '#/components/schemas/Category' } },
    description: 'Only connectors with all of these categories. May be repeated.',
    example: ['CRM'],
  },
  protocol: { schema: { type: 'string' }, description: 'Part of the protocol, case-insensitive.', example: 'http' },
  status: {
    schema: { type: 'array', items: { type: 'string', enum: importStatuses } },
    description: 'Only imports with this status. May be repeated, for imports with any of the statuses.',
    example: ['queued', 'running'],
  },
  organisationId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'Only keys of this organisation.',
    example: sampleIds.organisation,
  },
  unusedSince: {
    schema: { type: 'string', format: 'date-time' },
    description: 'Only valid keys that were neither used nor created since this time.',
    example: '2026-01-31T00:00:00Z',
  },
  connectorId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'Only imports into this connector.',
    example: sampleIds.connector,
  },
  reimportId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'Only imports of this bulk re-import.',
    example: sampleIds.reimport,
  },
  notification: {
    schema: { type: 'array', items: { type: 'string', enum: notificationStatuses } },
    description: 'Only imports with a `callbackUrl` whose notification has this status. May be repeated.',
    example: ['given_up'],
  },
  outcome: {
    schema: { type: 'array', items: { type: 'string', enum: reimportOutcomes } },
    description: 'Only items with this outcome. May be repeated, for items with any of the outcomes.',
    example: ['failed'],
  },
  errorCode: {
    schema: { type: 'string', minLength: 1 },
    description: 'Only items that failed with this code. By default all that failed.',
    example: 'import_attempts_exhausted',
  },
  coverageKind: {
    name: 'kind',
    schema: { type: 'string', enum: coverageKinds },
    description: 'Only messages with a listed place in parts of this kind, as `coverage` counts them. Default: all.',
    example: 'parameters',
  },
  force: { schema: { type: 'boolean' }, description: 'Delete it even if it is published.', example: true },
  forceDefinition: {
    name: 'force',
    schema: { type: 'boolean' },
    description:
      'Delete it even if others refer to it. They have errors then, which keep the version from being published.',
    example: true,
  },
  from: {
    schema: { type: 'string' },
    description: 'The version to compare with: its name, `latest` or `default`. Default: `latest`.',
    example: '1.0.0',
  },
  class: {
    schema: { type: 'string', enum: ['breaking', 'non-breaking', 'annotation'] },
    description: 'Only entries of this class. The summary counts all entries.',
    example: 'breaking',
  },
  code: { schema: { type: 'string' }, description: 'Only messages with this code.', example: 'REFORMATTED' },
  severity: {
    schema: { type: 'string', enum: ['info', 'warning', 'error'] },
    description: 'Only messages of this severity.',
    example: 'warning',
  },
  pointer: {
    schema: { type: 'string' },
    description:
      'JSON Pointer of the place; `file#pointer` for a file of an archive other than the root document. Default: the whole document.',
    example: '/paths/~1pets/get',
  },
  proof: {
    schema: { type: 'boolean', default: false },
    description: 'Compares the export with the document that was imported, and returns an ExportProof.',
    example: true,
  },
  actor: {
    schema: { type: 'string' },
    description: 'Only events of this actor: id of a key, or subject of a token.',
    example: sampleIds.key,
  },
  action: {
    schema: { type: 'string', enum: auditActions },
    description: 'Only events with this action.',
    example: 'connector.deleted',
  },
  target: {
    schema: { type: 'string' },
    description: 'Only events about this: id of a connector, version, import or key.',
    example: sampleIds.connector,
  },
  auditOutcome: {
    name: 'outcome',
    schema: { type: 'string', enum: auditOutcomes },
    description: 'Only events with this outcome.',
    example: 'refused',
  },
  auditFrom: {
    name: 'from',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events from this time on.',
    example: '2026-01-01T00:00:00Z',
  },
  auditTo: {
    name: 'to',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events before this time.',
    example: '2026-02-01T00:00:00Z',
  },
  auditOrganisation: {
    name: 'organisationId',
    schema: { type: 'string', format: 'ulid' },
    description: 'Only events of this organisation.',
    example: sampleIds.organisation,
  },
} as const satisfies Parameters;

export type QueryKey = keyof typeof queryParameters;

export const headerParameters = {
  Prefer: {
    schema: { type: 'string' },
    description:
      '`wait=N` delays the response until the import ends, for at most N seconds (60 at most). `respond-async` does not wait. `return=minimal` asks for the Import without its result (RFC 7240).',
    example: 'wait=30',
  },
  'Idempotency-Key': {
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    description:
      'Unique key of this request, bare or quoted, at most 255 characters. A repeated request within 24 hours gets the first import.',
    example: '5f0c7c52-8a1b-4f6e-9f0e-2f6f6c1d9d11',
  },
  'Last-Event-ID': {
    schema: { type: 'string' },
    description: 'Id of the last event received. Only later events are sent.',
    example: '4-running',
  },
  'Instance-Challenge': {
    schema: { type: 'string', minLength: 16, maxLength: 200 },
    description: 'A random text. The server of `connectory start` proves with it which one it is.',
    example: 'bM2uVw0s6rXqTzJ1cKfYdA',
  },
  'If-Match': {
    schema: { type: 'string' },
    description: 'ETag of the entity that was read. The change is refused with 412 if it has another one now.',
    example: '"Zm9vYmFyYmF6cXV4"',
  },
  'Share-Token': {
    schema: { type: 'string' },
    description: 'Token of a link: what follows `#share=` in its URL.',
    example: 'ctr_ExampleOnly',
  },
  'If-None-Match': {
    schema: { type: 'string' },
    description: 'ETag of the cached response.',
    example: '"Zm9vYmFyYmF6cXV4"',
  },
} as const satisfies Parameters;

export type HeaderKey = keyof typeof headerParameters;

const ulidSchema = { type: 'string', format: 'ulid' };
const idOf = (what: string, example: string): DescribedParameter => ({
  schema: ulidSchema,
  description: `Id of the ${what}, a ULID.`,
  example,
});
const nameOf = (what: string, example: string): DescribedParameter => ({
  schema: { type: 'string' },
  description: `Name of the ${what}.`,
  example,
});

export const pathParameters: Parameters = {
  organisation_id: idOf('organisation', sampleIds.organisation),
  connector_id: idOf('connector', sampleIds.connector),
  import_id: idOf('import', sampleIds.import),
  reimport_id: idOf('bulk re-import', sampleIds.reimport),
  edit_id: idOf('edit', sampleIds.edit),
  share_id: idOf('link', sampleIds.share),
  key_id: idOf('API key', sampleIds.key),
  upload_id: idOf('upload URL', sampleIds.upload),
  connection_id: idOf('connection', sampleIds.connection),
  auth_scheme_config_id: {
    schema: { type: 'string' },
    description: 'Id of the auth scheme of the connector, a ULID. A new one adds a scheme.',
    example: sampleIds.authScheme,
  },
  version: {
    schema: { type: 'string' },
    description: 'Name of the version; or `latest`, the version published last; or `default`.',
    example: '1.0.0',
  },
  protocol_slug: { schema: { type: 'string' }, description: 'Slug of the protocol: `http`.', example: 'http' },
  overlay_name: nameOf('overlay', 'fixes'),
  action_name: nameOf('action', 'getPet'),
  trigger_name: nameOf('trigger', 'petAdopted'),
  definition_name: nameOf('definition', 'Pet'),
  schema_filename: {
    schema: { type: 'string' },
    description: 'Name of the definition, with `.json`.',
    example: 'Pet.json',
  },
};
