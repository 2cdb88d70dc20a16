import { auditActions, auditOutcomes } from '../wire/audit.ts';
import { connectorSortColumns } from '../wire/connector.ts';
import { importStatuses } from '../wire/import-resource.ts';
import { reimportOutcomes } from '../wire/reimports.ts';
import type { ApiOperation } from './api-operation.ts';

/** Parameters by name, or by a key of their own where the same name has another meaning. */
export const parameterSchemas: {
  readonly [key: string]: {
    readonly name?: string;
    readonly schema: { readonly [keyword: string]: unknown };
    readonly description: string;
  };
} = {
  first: {
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 20 },
    description: 'Maximum number of items per page.',
  },
  after: { schema: { type: 'string' }, description: 'Cursor: `next` of the previous page.' },
  before: { schema: { type: 'string' }, description: 'Cursor: `prev` of the following page.' },
  name: { schema: { type: 'string' }, description: 'Part of the name, case-insensitive.' },
  token: { schema: { type: 'string' }, description: 'The secret of the upload URL.' },
  sort: {
    schema: { type: 'string', pattern: '^([^:,]+:[^:,]+)(,[^:,]+:[^:,]+)*$' },
    description: `Columns and their order, such as \`name:asc,id:desc\`. Columns: ${connectorSortColumns.join(', ')}. Default: \`updatedAt:desc\`.`,
  },
  tags: {
    schema: { type: 'string' },
    description: 'Only connectors with all of these tags: `<key>` or `<key>:<value>`, separated by commas.',
  },
  categories: {
    schema: { type: 'array', items: { $ref: '#/components/schemas/Category' } },
    description: 'Only connectors with all of these categories. May be repeated.',
  },
  protocol: { schema: { type: 'string' }, description: 'Part of the protocol, case-insensitive.' },
  status: {
    schema: { type: 'array', items: { type: 'string', enum: importStatuses } },
    description: 'Only imports with this status. May be repeated, for imports with any of the statuses.',
  },
  organisationId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'Only keys of this organisation.',
  },
  unusedSince: {
    schema: { type: 'string', format: 'date-time' },
    description: 'Only valid keys that were neither used nor created since this time.',
  },
  connectorId: { schema: { type: 'string', format: 'ulid' }, description: 'Only imports into this connector.' },
  reimportId: { schema: { type: 'string', format: 'ulid' }, description: 'Only imports of this bulk re-import.' },
  outcome: {
    schema: { type: 'array', items: { type: 'string', enum: reimportOutcomes } },
    description: 'Only items with this outcome. May be repeated, for items with any of the outcomes.',
  },
  force: { schema: { type: 'boolean' }, description: 'Delete it even if it is published.' },
  forceDefinition: {
    name: 'force',
    schema: { type: 'boolean' },
    description:
      'Delete it even if others refer to it. They have errors then, which keep the version from being published.',
  },
  from: {
    schema: { type: 'string' },
    description: 'The version to compare with: its name, `latest` or `default`. Default: `latest`.',
  },
  class: {
    schema: { type: 'string', enum: ['breaking', 'non-breaking', 'annotation'] },
    description: 'Only entries of this class. The summary counts all entries.',
  },
  code: { schema: { type: 'string' }, description: 'Only messages with this code.' },
  severity: {
    schema: { type: 'string', enum: ['info', 'warning', 'error'] },
    description: 'Only messages of this severity.',
  },
  pointer: {
    schema: { type: 'string' },
    description:
      'JSON Pointer of the place; `file#pointer` for a file of an archive other than the root document. Default: the whole document.',
  },
  proof: {
    schema: { type: 'boolean', default: false },
    description: 'Compares the export with the document that was imported, and returns an ExportProof.',
  },
  actor: { schema: { type: 'string' }, description: 'Only events of this actor: id of a key, or subject of a token.' },
  action: { schema: { type: 'string', enum: auditActions }, description: 'Only events with this action.' },
  target: {
    schema: { type: 'string' },
    description: 'Only events about this: id of a connector, version, import or key.',
  },
  auditOutcome: {
    name: 'outcome',
    schema: { type: 'string', enum: auditOutcomes },
    description: 'Only events with this outcome.',
  },
  auditFrom: {
    name: 'from',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events from this time on.',
  },
  auditTo: {
    name: 'to',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events before this time.',
  },
  auditOrganisation: {
    name: 'organisationId',
    schema: { type: 'string', format: 'ulid' },
    description: 'Only events of this organisation.',
  },
  Prefer: {
    schema: { type: 'string' },
    description:
      '`wait=N` delays the response until the import ends, for at most N seconds (60 at most). `respond-async` does not wait. `return=minimal` asks for the Import without its result (RFC 7240).',
  },
  'Idempotency-Key': {
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    description:
      'Unique key of this request, bare or quoted, at most 255 characters. A repeated request within 24 hours gets the first import.',
  },
  'Last-Event-ID': {
    schema: { type: 'string' },
    description: 'Id of the last event received. Only later events are sent.',
  },
  'If-Match': {
    schema: { type: 'string' },
    description: 'ETag of the entity that was read. The change is refused with 412 if it has another one now.',
  },
  'If-None-Match': { schema: { type: 'string' }, description: 'ETag of the cached response.' },
};

/** A query parameter of an operation. */
export interface QueryParameter {
  readonly name: string;
  /** Whether it may be given several times. */
  readonly repeatable: boolean;
}

export function queryParametersOf({ query = [] }: ApiOperation): readonly QueryParameter[] {
  return query.map((key) => {
    const described = parameterSchemas[key];
    return { name: described?.name ?? key, repeatable: described?.schema['type'] === 'array' };
  });
}
