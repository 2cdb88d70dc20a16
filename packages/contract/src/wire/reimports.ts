import { z } from 'zod';
import { change, changeClass, importDiffSummary } from './diff.ts';
import { about, idOf, timeOf } from './about.ts';
import { error, importFailure, pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import { selection } from './reimport-selection.ts';
import { ulid } from './scalars.ts';
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
  .meta(about(`Name of the new versions. Default: \`${defaultVersionTemplate}\`.`, defaultVersionTemplate));

function tryTemplate(template: string): string {
  return Object.entries(placeholders).reduce((text, [name, value]) => text.replaceAll(name, value), template);
}

const canary = z
  .strictObject({
    count: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(100_000, 'must be at most 100000')
      .meta(about('Number of items to import first.', 10)),
    maxFailures: z
      .int('must be a whole number')
      .min(0, 'must not be negative')
      .optional()
      .meta(about('The rest begins if at most this many of them failed. Default: 0.', 0)),
  })
  .meta({ id: 'ReimportCanary', description: 'Items to import first. The rest waits for their results.' });

export const reimportRequest = z
  .strictObject({
    selector: selection,
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
      .meta(about('Maximum number of imports at a time. Default: 16. The rest waits in the database.', 16)),
    canary: canary.optional(),
    failureBudget: z
      .number('must be a number from 0 to 100')
      .min(0, 'must not be negative')
      .max(100, 'must be at most 100')
      .optional()
      .meta(about('Percent of all items. The run stops when more than this failed.', 5)),
  })
  .refine(({ target, versionTemplate }) => versionTemplate === undefined || target === 'new-version', {
    path: ['versionTemplate'],
    error: 'is only allowed with the target "new-version": remove it',
  })
  .meta({
    id: 'ReimportRequest',
    description: 'A new bulk re-import.',
    examples: [{ selector: { versions: 'drafts' }, target: 'replace-drafts', dryRun: true, maxInFlight: 16 }],
  });

export type ReimportRequest = z.infer<typeof reimportRequest>;

/** The selector as it was stored: `versions` has its default. */
const storedSelector = z
  .looseObject({
    organisationIds: z
      .array(ulid)
      .optional()
      .meta(about('Only versions of these organisations.', [sampleIds.organisation])),
    connectorIds: z
      .array(ulid)
      .optional()
      .meta(about('Only versions of these connectors.', [sampleIds.connector])),
    versions: z.enum(['all', 'latest', 'drafts']).meta(about('All versions, the latest ones, or drafts.')),
    importerVersionBelow: z
      .string()
      .optional()
      .meta(about('Only versions made by an importer older than this version.', '6')),
    importedBefore: z
      .string()
      .optional()
      .meta(about('Only versions imported before this time.', '2026-01-31T00:00:00Z')),
  })
  .meta({ id: 'ReimportSelector', description: 'Which versions are imported again.' });

const storedCanary = z
  .looseObject({
    count: z.int().meta(about('Number of items to import first.', 10)),
    maxFailures: z.int().meta(about('The rest begins if at most this many of them failed.', 0)),
    passed: z.boolean().meta(about('Whether the rest has begun.')),
  })
  .meta({ id: 'ReimportCanaryState', description: 'Items that are imported first.' });

const outcomeCount = (outcome: string) => z.int().meta(about(`Number of items with the outcome \`${outcome}\`.`, 0));

const outcomeCounts = z
  .looseObject({
    pending: outcomeCount('pending'),
    running: outcomeCount('running'),
    unchanged: outcomeCount('unchanged'),
    replaced: outcomeCount('replaced'),
    created: outcomeCount('created'),
    merged: outcomeCount('merged'),
    'would-change': outcomeCount('would-change'),
    failed: outcomeCount('failed'),
    skipped: outcomeCount('skipped'),
    cancelled: outcomeCount('cancelled'),
  })
  .meta({ id: 'ReimportCounts', description: 'Items by outcome. They always add up to `total`.' });

const reimportUrl = `https://connectory.example/api/operator/v1/reimports/${sampleIds.reimport}`;

const links = z
  .looseObject({
    self: z.url().meta(about('The bulk re-import.', reimportUrl)),
    items: z.url().meta(about('Its items.', `${reimportUrl}/items`)),
    events: z.url().meta(about('Its changes, as server-sent events.', `${reimportUrl}/events`)),
    console: z
      .url()
      .meta(
        about('Its page in the web console.', `https://connectory.example/console/reimports/${sampleIds.reimport}`),
      ),
  })
  .meta({ id: 'ReimportLinks', description: 'URLs of a bulk re-import.' });

export const reimportResource = z
  .looseObject({
    id: idOf('the bulk re-import', sampleIds.reimport),
    status: z.enum(reimportStatuses).meta(about('Whether it runs.')),
    reason: error.optional().meta({
      description: 'Why the run stopped. Absent unless the canary failed or the failure budget was exceeded.',
    }),
    selector: storedSelector,
    target: z.enum(reimportTargets).meta(about('Whether a result replaces its draft or becomes a new version.')),
    versionTemplate: z
      .string()
      .optional()
      .meta(about('Name of the new versions. Absent for other targets.', defaultVersionTemplate)),
    dryRun: z.boolean().meta(about('Whether it only reports what would change.')),
    refetch: z.boolean().meta(about('Whether it fetches documents from their `schemaURL` again.')),
    edits: z.enum(['keep', 'discard', 'fail']).meta(about('What becomes of edits by hand.')),
    maxInFlight: z.int().meta(about('Maximum number of imports at a time.', 16)),
    canary: storedCanary.optional(),
    failureBudget: z.number().optional().meta(about('Percent of all items that may fail.', 5)),
    total: z.int().meta(about('Number of items.', 0)),
    counts: outcomeCounts,
    rate: z.number().optional().meta(about('Items ended per second, over the last minute. Absent if none ended.', 2.5)),
    secondsLeft: z
      .number()
      .optional()
      .meta(about('Estimate by `rate`. Absent unless the run is running and has a rate.', 120)),
    createdAt: timeOf('When it was created'),
    finishedAt: timeOf('When it ended').optional(),
    links,
  })
  .meta({ id: 'Reimport', description: 'A bulk re-import.' });

export type ReimportResource = WireType<typeof reimportResource>;

export const reimportPage = z
  .looseObject({ ...pageShape, reimports: z.array(reimportResource).meta(about('The bulk re-imports of this page.')) })
  .meta({ id: 'ReimportPage', description: 'A page of bulk re-imports.' });

export type ReimportPage = WireType<typeof reimportPage>;

export const reimportItem = z
  .looseObject({
    position: z.int().meta(about('Place among the items, from 0.', 0)),
    organisationId: idOf('the organisation', sampleIds.organisation),
    connectorId: idOf('the connector', sampleIds.connector),
    connectorName: z.string().optional().meta(about('Its present name. Absent if it was deleted.', 'Pets')),
    versionId: idOf('the version', sampleIds.version),
    version: z.string().meta(about('Name of the version.', '1.0.0')),
    targetVersion: z
      .string()
      .optional()
      .meta(about('The version that is created or replaced. Absent until the item begins.', '1.0.0')),
    outcome: z.enum(reimportOutcomes).meta(about('What became of it.')),
    importId: idOf('its import', sampleIds.import).optional(),
    diff: importDiffSummary.optional(),
    error: importFailure.optional().meta({ description: 'Why it failed or was skipped.' }),
    startedAt: timeOf('When it began').optional(),
    finishedAt: timeOf('When it ended').optional(),
  })
  .meta({ id: 'ReimportItem', description: 'One version of a bulk re-import.' });

export type ReimportItem = WireType<typeof reimportItem>;

export const reimportItemPage = z
  .looseObject({ ...pageShape, items: z.array(reimportItem).meta(about('The items of this page.')) })
  .meta({ id: 'ReimportItemPage', description: 'A page of items of a bulk re-import.' });

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
    changes: z
      .array(
        z
          .looseObject({
            code: change.shape.code,
            class: changeClass,
            items: z.int().meta({ description: 'Number of items with such changes.', examples: [12] }),
            changes: z.int().meta({ description: 'Number of such changes of all items.', examples: [40] }),
            sample: reimportItem.meta({ description: 'The first of these items.' }),
          })
          .meta({ id: 'ReimportChange', description: 'Changes by the same rule and of the same class.' }),
      )
      .meta({ description: 'What changed, by rule: breaking changes first, then those of most items.' }),
  })
  .meta({
    id: 'ReimportCauses',
    description: 'Failed and skipped items by cause, most frequent first, and the changes of the others by rule.',
  });

export type ReimportCauses = WireType<typeof reimportCauses>;
