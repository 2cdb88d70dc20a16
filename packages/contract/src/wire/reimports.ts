import { z } from 'zod';
import { importDiffSummary } from './diff.ts';
import { error, pageShape, timestamp, ulid } from './common.ts';

export const reimportStatuses = ['running', 'paused', 'stopped', 'cancelled', 'finished'] as const;

export const reimportTargets = ['replace-drafts', 'new-version'] as const;

export const reimportOutcomes = [
  'pending',
  'running',
  'unchanged',
  'replaced',
  'created',
  'would-change',
  'failed',
  'skipped',
  'cancelled',
] as const;

/** What stands for something in a template, and what to try it with. */
const placeholders = { '{version}': '1', '{importerVersion}': '1', '{date}': '20260101' } as const;

/** How new versions are named unless the request says. */
export const defaultVersionTemplate = '{version}-r{importerVersion}';

const selectorShape = {
  organisationIds: z.array(ulid).max(10_000).optional().meta({ description: 'Of these organisations only.' }),
  connectorIds: z.array(ulid).max(30_000).optional().meta({ description: 'Of these connectors only.' }),
  versions: z
    .enum(['all', 'latest', 'drafts'], 'must be "all", "latest" or "drafts"')
    .optional()
    .meta({ description: 'All unless given. Latest: published last, or the newest where none is published.' }),
  importerVersionBelow: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9}){0,3}$/, 'must be numbers with dots between, as "4" or "4.1"')
    .optional()
    .meta({ description: 'Made by an importer of a lesser version only.' }),
  importedBefore: z.iso
    .datetime({ offset: true, error: 'must be a time, as "2026-01-31T00:00:00Z"' })
    .optional()
    .meta({ description: 'Imported before this time only.' }),
};

const templateOf = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .refine((template) => /^[^/\\?#%{}\u0000-\u001f]+$/.test(tryTemplate(template)), {
    error: `may hold ${Object.keys(placeholders).join(', ')}, and no / \\ ? # % { } or control characters`,
  })
  .refine((template) => !/^(\.\.?|latest|default)$/i.test(tryTemplate(template)), {
    error: 'must not give a name that stands for something else',
  })
  .meta({ description: `Names the new versions; ${defaultVersionTemplate} unless given.` });

function tryTemplate(template: string): string {
  return Object.entries(placeholders).reduce((text, [name, value]) => text.replaceAll(name, value), template);
}

export const reimportRequest = z
  .strictObject({
    selector: z.strictObject(selectorShape, 'is required: {} selects all').meta({ id: 'ReimportSelection' }),
    target: z.enum(reimportTargets, 'is required: "replace-drafts" or "new-version"').meta({
      description: 'What becomes of what is made: it takes the place of the draft, or is a version of its own.',
    }),
    versionTemplate: templateOf.optional(),
    dryRun: z
      .boolean('must be true or false')
      .optional()
      .meta({ description: 'Tell what would change; write none of it.' }),
    refetch: z
      .boolean('must be true or false')
      .optional()
      .meta({ description: 'Ask the hosts of documents that came from a schemaURL whether these have changed.' }),
    maxInFlight: z
      .int('must be a whole number from 1 to 1000')
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .optional()
      .meta({ description: 'Items that are imports at a time; 16 unless given. The rest waits in the database.' }),
    canary: z
      .strictObject({
        count: z.int('must be a whole number').min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
        maxFailures: z.int('must be a whole number').min(0, 'must not be negative').optional(),
      })
      .optional()
      .meta({ description: 'So many are imported first; the rest begins when no more than maxFailures (0) failed.' }),
    failureBudget: z
      .number('must be a number from 0 to 100')
      .min(0, 'must not be negative')
      .max(100, 'must be at most 100')
      .optional()
      .meta({ description: 'Percent of all items: the run stops when more than this failed.' }),
  })
  .refine(({ target, versionTemplate }) => versionTemplate === undefined || target === 'new-version', {
    path: ['versionTemplate'],
    error: 'is for the target "new-version": leave it out',
  })
  .meta({ id: 'ReimportRequest' });

export type ReimportRequest = z.infer<typeof reimportRequest>;

export const reimportResource = z
  .looseObject({
    id: ulid,
    status: z.enum(reimportStatuses),
    reason: error.optional().meta({ description: 'Why it stopped by itself.' }),
    selector: z.looseObject({ versions: z.enum(['all', 'latest', 'drafts']) }),
    target: z.enum(reimportTargets),
    versionTemplate: z.string().optional(),
    dryRun: z.boolean(),
    refetch: z.boolean(),
    maxInFlight: z.int(),
    canary: z.looseObject({ count: z.int(), maxFailures: z.int(), passed: z.boolean() }).optional(),
    failureBudget: z.number().optional(),
    total: z.int(),
    counts: z
      .record(z.enum(reimportOutcomes), z.int())
      .meta({ description: 'Items by outcome; they add up to the total at every moment.' }),
    rate: z.number().optional().meta({ description: 'Items ended per second, over the last minute.' }),
    secondsLeft: z.number().optional().meta({ description: 'By the rate; absent when there is none.' }),
    createdAt: timestamp,
    finishedAt: timestamp.optional(),
    links: z.looseObject({ self: z.url(), items: z.url(), events: z.url() }),
  })
  .meta({ id: 'Reimport', description: 'A bulk re-import.' });

export type ReimportResource = z.infer<typeof reimportResource>;

export const reimportPage = z
  .looseObject({ ...pageShape, reimports: z.array(reimportResource) })
  .meta({ id: 'ReimportPage' });

export type ReimportPage = z.infer<typeof reimportPage>;

export const reimportItem = z
  .looseObject({
    position: z.int(),
    organisationId: ulid,
    connectorId: ulid,
    versionId: ulid,
    version: z.string(),
    targetVersion: z.string().optional().meta({ description: 'What is made or replaced, once begun.' }),
    outcome: z.enum(reimportOutcomes),
    importId: ulid.optional(),
    diff: importDiffSummary.optional(),
    error: error.optional().meta({ description: 'Why it failed or was skipped.' }),
    startedAt: timestamp.optional(),
    finishedAt: timestamp.optional(),
  })
  .meta({ id: 'ReimportItem', description: 'One version of a bulk re-import.' });

export type ReimportItem = z.infer<typeof reimportItem>;

export const reimportItemPage = z
  .looseObject({ ...pageShape, items: z.array(reimportItem) })
  .meta({ id: 'ReimportItemPage' });

export type ReimportItemPage = z.infer<typeof reimportItemPage>;
