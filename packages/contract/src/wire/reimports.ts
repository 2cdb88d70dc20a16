import { z } from 'zod';
import { importDiffSummary } from './diff.ts';
import { error, importFailure, pageShape, timestamp, ulid } from './common.ts';
import type { WireType } from './wire-type.ts';

export const reimportStatuses = ['running', 'paused', 'stopped', 'cancelled', 'finished'] as const;

export const reimportTargets = ['replace-drafts', 'new-version'] as const;

export const reimportOutcomes = [
  'pending',
  'running',
  'unchanged',
  'replaced',
  'created',
  'merged',
  'would-change',
  'failed',
  'skipped',
  'cancelled',
] as const;

/** The placeholders of a version template, each with a sample value that validation fills in. */
const placeholders = { '{version}': '1', '{importerVersion}': '1', '{date}': '20260101' } as const;

/** Default of `versionTemplate`. */
export const defaultVersionTemplate = '{version}-r{importerVersion}';

const selectorShape = {
  organisationIds: z.array(ulid).max(10_000).optional().meta({ description: 'Only versions of these organisations.' }),
  connectorIds: z.array(ulid).max(30_000).optional().meta({ description: 'Only versions of these connectors.' }),
  versions: z.enum(['all', 'latest', 'drafts'], 'must be "all", "latest" or "drafts"').optional().meta({
    description: 'Default: `all`. `latest` is the version published last, or the newest one if none is published.',
  }),
  importerVersionBelow: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9}){0,3}$/, 'must be numbers separated by dots, such as "4" or "4.1"')
    .optional()
    .meta({ description: 'Only versions made by an importer older than this version.' }),
  importedBefore: z.iso
    .datetime({ offset: true, error: 'must be a time such as "2026-01-31T00:00:00Z"' })
    .optional()
    .meta({ description: 'Only versions imported before this time.' }),
};

const templateOf = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .refine((template) => /^[^/\\?#%{}\u0000-\u001f]+$/.test(tryTemplate(template)), {
    error: `may hold ${Object.keys(placeholders).join(', ')}, and no / \\ ? # % { } or control characters`,
  })
  .refine((template) => !/^(\.\.?|latest|default)$/i.test(tryTemplate(template)), {
    error: 'must not produce a reserved name: "latest", "default", "." or ".."',
  })
  .meta({ description: `Name of the new versions. Default: \`${defaultVersionTemplate}\`.` });

function tryTemplate(template: string): string {
  return Object.entries(placeholders).reduce((text, [name, value]) => text.replaceAll(name, value), template);
}

export const reimportRequest = z
  .strictObject({
    selector: z.strictObject(selectorShape, 'is required: {} selects all').meta({ id: 'ReimportSelection' }),
    target: z.enum(reimportTargets, 'is required: "replace-drafts" or "new-version"').meta({
      description: 'Whether a result replaces its draft or becomes a new version.',
    }),
    versionTemplate: templateOf.optional(),
    dryRun: z
      .boolean('must be true or false')
      .optional()
      .meta({ description: 'Report what would change without writing it.' }),
    refetch: z
      .boolean('must be true or false')
      .optional()
      .meta({ description: 'Fetch documents that came from a `schemaURL` again, if they have changed.' }),
    edits: z.enum(['keep', 'discard', 'fail'], 'must be "keep", "discard" or "fail"').optional().meta({
      description:
        'What becomes of edits by hand. `keep` merges them, also into new versions; `discard` drops them; `fail` fails the import of an edited draft. Default: `keep`.',
    }),
    maxInFlight: z
      .int('must be a whole number from 1 to 1000')
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .optional()
      .meta({ description: 'Maximum number of imports at a time. Default: 16. The rest waits in the database.' }),
    canary: z
      .strictObject({
        count: z.int('must be a whole number').min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
        maxFailures: z.int('must be a whole number').min(0, 'must not be negative').optional(),
      })
      .optional()
      .meta({
        description:
          'Number of items to import first. The rest begins if at most `maxFailures` (default 0) of them failed.',
      }),
    failureBudget: z
      .number('must be a number from 0 to 100')
      .min(0, 'must not be negative')
      .max(100, 'must be at most 100')
      .optional()
      .meta({ description: 'Percent of all items. The run stops when more than this failed.' }),
  })
  .refine(({ target, versionTemplate }) => versionTemplate === undefined || target === 'new-version', {
    path: ['versionTemplate'],
    error: 'is only allowed with the target "new-version": remove it',
  })
  .meta({ id: 'ReimportRequest' });

export type ReimportRequest = z.infer<typeof reimportRequest>;

/** The selector as it was stored: `versions` has its default. */
const storedSelectorShape = {
  organisationIds: z.array(ulid).optional(),
  connectorIds: z.array(ulid).optional(),
  versions: z.enum(['all', 'latest', 'drafts']),
  importerVersionBelow: z.string().optional(),
  importedBefore: z.string().optional(),
};

export const reimportResource = z
  .looseObject({
    id: ulid,
    status: z.enum(reimportStatuses),
    reason: error.optional().meta({
      description: 'Why the run stopped. Absent unless the canary failed or the failure budget was exceeded.',
    }),
    selector: z.looseObject(storedSelectorShape),
    target: z.enum(reimportTargets),
    versionTemplate: z.string().optional(),
    dryRun: z.boolean(),
    refetch: z.boolean(),
    edits: z.enum(['keep', 'discard', 'fail']),
    maxInFlight: z.int(),
    canary: z.looseObject({ count: z.int(), maxFailures: z.int(), passed: z.boolean() }).optional(),
    failureBudget: z.number().optional(),
    total: z.int(),
    counts: z
      .record(z.enum(reimportOutcomes), z.int())
      .meta({ description: 'Items by outcome. They always add up to `total`.' }),
    rate: z
      .number()
      .optional()
      .meta({ description: 'Items ended per second, over the last minute. Absent if none ended.' }),
    secondsLeft: z
      .number()
      .optional()
      .meta({ description: 'Estimate by `rate`. Absent unless the run is running and has a rate.' }),
    createdAt: timestamp,
    finishedAt: timestamp.optional(),
    links: z.looseObject({ self: z.url(), items: z.url(), events: z.url(), console: z.url() }),
  })
  .meta({ id: 'Reimport', description: 'A bulk re-import.' });

export type ReimportResource = WireType<typeof reimportResource>;

export const reimportPage = z
  .looseObject({ ...pageShape, reimports: z.array(reimportResource) })
  .meta({ id: 'ReimportPage' });

export type ReimportPage = WireType<typeof reimportPage>;

export const reimportItem = z
  .looseObject({
    position: z.int(),
    organisationId: ulid,
    connectorId: ulid,
    connectorName: z.string().optional().meta({ description: 'Its present name. Absent if it was deleted.' }),
    versionId: ulid,
    version: z.string(),
    targetVersion: z
      .string()
      .optional()
      .meta({ description: 'The version that is created or replaced. Absent until the item begins.' }),
    outcome: z.enum(reimportOutcomes),
    importId: ulid.optional(),
    diff: importDiffSummary.optional(),
    error: importFailure.optional().meta({ description: 'Why it failed or was skipped.' }),
    startedAt: timestamp.optional(),
    finishedAt: timestamp.optional(),
  })
  .meta({ id: 'ReimportItem', description: 'One version of a bulk re-import.' });

export type ReimportItem = WireType<typeof reimportItem>;

export const reimportItemPage = z
  .looseObject({ ...pageShape, items: z.array(reimportItem) })
  .meta({ id: 'ReimportItemPage' });

export type ReimportItemPage = WireType<typeof reimportItemPage>;

export const reimportCauses = z
  .looseObject({
    causes: z
      .array(
        z
          .looseObject({
            code: z.string().meta({
              description: 'Code of the error that the items have.',
              examples: ['document_not_json'],
            }),
            cause: importFailure.shape.cause,
            outcome: z.enum(reimportOutcomes).meta({ description: 'What became of the items.' }),
            items: z.int().meta({ description: 'Number of items with this code and outcome.', examples: [3] }),
            sample: reimportItem.meta({ description: 'The first of them.' }),
          })
          .meta({ id: 'ReimportCause', description: 'Items with the same error code and outcome.' }),
      )
      .meta({ description: 'The causes, most frequent first.' }),
  })
  .meta({ id: 'ReimportCauses', description: 'Failed and skipped items by cause, most frequent first.' });

export type ReimportCauses = WireType<typeof reimportCauses>;
