import { z } from 'zod';
import { about, idOf } from './about.ts';
import { sampleIds } from './sample-ids.ts';
import { ulid } from './scalars.ts';
import type { WireType } from './wire-type.ts';

const selectorShape = {
  organisationIds: z
    .array(ulid)
    .max(10_000)
    .optional()
    .meta(about('Only versions of these organisations.', [sampleIds.organisation])),
  connectorIds: z
    .array(ulid)
    .max(30_000)
    .optional()
    .meta(about('Only versions of these connectors.', [sampleIds.connector])),
  versions: z.enum(['all', 'latest', 'drafts'], 'must be "all", "latest" or "drafts"').optional().meta({
    description: 'Default: `all`. `latest` is the version published last, or the newest one if none is published.',
  }),
  importerVersionBelow: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9}){0,3}$/, 'must be numbers separated by dots, such as "4" or "4.1"')
    .optional()
    .meta(about('Only versions made by an importer older than this version.', '6')),
  importedBefore: z.iso
    .datetime({ offset: true, error: 'must be a time such as "2026-01-31T00:00:00Z"' })
    .optional()
    .meta(about('Only versions imported before this time.', '2026-01-31T00:00:00Z')),
};

export const selection = z.strictObject(selectorShape, 'is required: {} selects all').meta({
  id: 'ReimportSelection',
  description: 'Which versions to import again. Each given field restricts them.',
});

export const selectionRequest = z.strictObject({ selector: selection }).meta({
  id: 'ReimportCountRequest',
  description: 'What to count.',
  examples: [{ selector: { versions: 'drafts' } }],
});

export type SelectionRequest = z.infer<typeof selectionRequest>;

const selectedVersion = z
  .looseObject({
    organisationId: idOf('the organisation', sampleIds.organisation),
    connectorId: idOf('the connector', sampleIds.connector),
    connectorName: z.string().meta(about('Its name.', 'Pets')),
    versionId: idOf('the version', sampleIds.version),
    version: z.string().meta(about('Name of the version.', '1.0.0')),
  })
  .meta({ id: 'SelectedVersion', description: 'A version that a selector matches.' });

export const selectionCounts = z
  .looseObject({
    versions: z.int().meta(about('Number of versions: each is an item, and one import, of a run.', 12)),
    connectors: z.int().meta(about('Number of connectors that they belong to.', 10)),
    organisations: z.int().meta(about('Number of organisations.', 2)),
    drafts: z.int().meta(about('Number of drafts. Other versions cannot be replaced.', 3)),
    edited: z.int().meta(about('Number of versions with edits by hand.', 1)),
    sample: z.array(selectedVersion).meta(about('The versions that a run would begin with.')),
  })
  .meta({ id: 'ReimportCount', description: 'What a selector matches now. A run selects when it is created.' });

export type SelectionCounts = WireType<typeof selectionCounts>;
