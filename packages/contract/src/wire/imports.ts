import { z } from 'zod';
import { error, message, pageShape, timestamp, ulid } from './common.ts';
import { httpConnector } from './connector.ts';
import { importDiffSummary } from './diff.ts';
import { versionName } from './version-name.ts';
import { action, definition, trigger } from './version-parts.ts';

export const importStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

const coverageCount = z.looseObject({
  inDocument: z.int(),
  asWritten: z.int(),
  withMessage: z.int(),
  notImported: z.int(),
});

export const coverage = z
  .looseObject({
    operations: coverageCount,
    parameters: coverageCount,
    bodies: coverageCount,
    responses: coverageCount,
    schemas: coverageCount,
    securitySchemes: coverageCount,
    webhooks: coverageCount,
    callbacks: coverageCount,
  })
  .meta({ id: 'Coverage', description: 'What of the document became part of the connector. Each count balances.' });

const operationAccount = z.looseObject({
  operationId: z.int(),
  methodAndPath: z.int(),
  name: z.int(),
  added: z.int(),
  removed: z.int(),
});

const matchAccount = z
  .looseObject({
    actions: operationAccount,
    triggers: operationAccount,
    definitions: z.looseObject({ name: z.int(), content: z.int(), added: z.int(), removed: z.int() }),
  })
  .meta({
    id: 'MatchAccount',
    description:
      'Of the draft that was replaced: how many kept their ids, by what they were recognised; how many came and went.',
  });

export const importSummary = z
  .looseObject({
    actions: z.int(),
    triggers: z.int(),
    definitions: z.int(),
    messages: z.looseObject({ info: z.int(), warning: z.int(), error: z.int() }),
    matched: matchAccount.optional(),
    diff: importDiffSummary.optional(),
    unchanged: z.boolean().optional().meta({
      description: 'Present and true when the draft was what the import would have made: nothing was written.',
    }),
  })
  .meta({ id: 'ImportSummary' });

const callback = z
  .looseObject({
    url: z.string(),
    status: z.enum(['waiting', 'pending', 'delivered', 'given_up']).meta({
      description: '`waiting` until the import has ended, `pending` until it is delivered or given up.',
    }),
    attempts: z.array(
      z.looseObject({
        at: timestamp,
        status: z.int().optional().meta({ description: 'Of the answer, when there was one.' }),
        error: z.string().optional().meta({ description: 'A stable code, when there was none.' }),
        durationMs: z.int(),
      }),
    ),
    nextAttemptAt: timestamp.optional(),
  })
  .meta({ id: 'ImportCallback' });

export const callbackSecret = z
  .looseObject({
    secret: z.string().meta({ description: '`whsec_` and 32 random bytes in base 64. Shown here and never again.' }),
    createdAt: timestamp,
    previousValidUntil: timestamp
      .optional()
      .meta({ description: 'Until then callbacks carry a signature by the secret before as well.' }),
  })
  .meta({ id: 'CallbackSecret' });

export const importResource = z
  .looseObject({
    id: ulid,
    organisationId: ulid,
    connectorId: ulid,
    version: z.string().optional().meta({ description: 'Absent until known, when the document is to name it.' }),
    versionId: ulid.optional(),
    schemaURL: z.string().optional().meta({ description: 'Where the document was, or is to be, fetched from.' }),
    dryRun: z.boolean().optional().meta({ description: 'Present and true when nothing is to be stored.' }),
    reimportId: ulid.optional().meta({ description: 'The bulk re-import that it is part of.' }),
    status: z.enum(importStatuses),
    stage: z.enum(['queued', 'fetching', 'parsing', 'mapping', 'persisting', 'done']),
    progress: z.looseObject({ done: z.int(), total: z.int() }),
    attempts: z.int(),
    document: z
      .looseObject({
        sha256: z.string(),
        bytes: z.int(),
        filename: z.string().optional(),
        mediaType: z.string().optional(),
        openapi: z.string().optional(),
      })
      .optional(),
    summary: importSummary.optional(),
    coverage: coverage.optional(),
    error: error.optional(),
    callback: callback.optional(),
    timings: z.record(z.string(), z.number()).meta({ description: 'Milliseconds by stage.' }),
    createdAt: timestamp,
    startedAt: timestamp.optional(),
    finishedAt: timestamp.optional(),
    links: z.looseObject({ self: z.url(), result: z.url(), events: z.url(), document: z.url() }),
  })
  .meta({ id: 'Import' });

export type ImportResource = z.infer<typeof importResource>;

export const importPage = z.looseObject({ ...pageShape, imports: z.array(importResource) }).meta({ id: 'ImportPage' });

export type ImportPage = z.infer<typeof importPage>;

export const importResult = z
  .looseObject({
    connector: httpConnector,
    definitions: z.array(definition),
    actions: z.array(action),
    triggers: z.array(trigger),
    messages: z.array(message),
    import: importResource.optional(),
  })
  .meta({ id: 'ImportHTTPConnectorResult' });

export type ImportResult = z.infer<typeof importResult>;

export const endedImport = z.union([importResult, importResource]).meta({
  id: 'EndedImport',
  description: 'What a dry run would make; the import alone where `return=minimal` was preferred.',
});

const globs = (what: string) =>
  z
    .array(z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters'))
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 globs')
    .optional()
    .meta({ description: `Globs of ${what}, one of which has to match.` });

const operationFilter = z
  .strictObject({
    tags: globs('tags'),
    paths: globs('path templates, and of names of webhooks'),
    methods: globs('HTTP methods'),
    operationIds: globs('operationIds'),
  })
  .meta({
    id: 'OperationFilter',
    description:
      'Matches an operation when each field given does. In globs `*` is anything within a segment, `**` anything, `?` one character.',
  });

const metadataShape = {
  format: z.literal('openapi', { error: 'must be "openapi", the only format there is' }),
  strict: z.boolean('must be true or false').optional().meta({ description: 'Fail when any message is an error.' }),
  ifExists: z
    .enum(['fail', 'replace'], 'must be "fail" or "replace"')
    .optional()
    .meta({ description: 'What becomes of a draft of the same name: `replace` takes its place and keeps its ids.' }),
  callbackUrl: z
    .string()
    .max(2_000, 'must have at most 2,000 characters')
    .optional()
    .meta({ description: 'Told once when the import ends: http or https, at a public address.' }),
  include: operationFilter.optional().meta({ description: 'Only operations that this matches are imported.' }),
  exclude: operationFilter.optional().meta({ description: 'No operation that this matches is imported.' }),
  dryRun: z.boolean('must be true or false').optional().meta({ description: 'Do all but store what was imported.' }),
};

const connectorName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .optional()
  .meta({ description: 'Of the connector; else `info.title` of the document.' });

const optionalVersion = versionName
  .optional()
  .meta({ description: 'Else `info.version` of the document, else 1.0.0.' });

const fromUrlShape = {
  schemaURL: z
    .string({ error: 'is required: where the document is to be fetched from' })
    .max(2_000, 'must have at most 2,000 characters')
    .meta({ description: 'Where the document is: http or https, at a public address.' }),
  filetype: z
    .string()
    .max(100, 'must have at most 100 characters')
    .optional()
    .meta({ description: '`json` or `yaml`; what the document really is, its bytes tell.' }),
};

export const importVersionMetadata = z
  .strictObject({ ...metadataShape, version: versionName })
  .meta({ id: 'ImportHTTPConnectorVersionMetadata' });

export const importConnectorMetadata = z
  .strictObject({
    ...metadataShape,
    name: connectorName,
    version: optionalVersion,
  })
  .meta({ id: 'ImportHTTPConnectorMetadata' });

export const importVersionFromUrl = z
  .strictObject({ ...metadataShape, ...fromUrlShape, version: versionName })
  .meta({ id: 'HTTPConnectorVersionFromURLCreate' });

export const importConnectorFromUrl = z
  .strictObject({ ...metadataShape, ...fromUrlShape, name: connectorName, version: optionalVersion })
  .meta({ id: 'HTTPConnectorFromURLCreate' });

export type ImportFromUrl = z.infer<typeof importConnectorFromUrl>;

export type ImportMetadata = z.infer<typeof importConnectorMetadata>;

export const limits = z
  .record(z.string(), z.looseObject({ value: z.number(), unit: z.string(), setting: z.string() }))
  .meta({ id: 'Limits' });
