import { z } from 'zod';
import { versionName } from './version-name.ts';

const globs = (subject: string) =>
  z
    .array(z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters'))
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 globs')
    .optional()
    .meta({ description: `Globs for ${subject}. One of them must match.` });

const operationFilter = z
  .strictObject({
    tags: globs('tags'),
    paths: globs('path templates and webhook names'),
    methods: globs('HTTP methods'),
    operationIds: globs('operationIds'),
  })
  .meta({
    id: 'OperationFilter',
    description:
      'Matches an operation if each given field matches. `*` matches within a path segment, `**` across segments, `?` one character.',
  });

const metadataShape = {
  format: z.literal('openapi', { error: 'must be "openapi", the only supported format' }),
  strict: z
    .boolean('must be true or false')
    .optional()
    .meta({ description: 'Fail the import if it has a message of severity `error`.' }),
  ifExists: z.enum(['fail', 'replace'], 'must be "fail" or "replace"').optional().meta({
    description:
      'What to do if a draft of this name exists. `replace` replaces it and keeps the ids of its entities. Default: `fail`.',
  }),
  edits: z.enum(['keep', 'discard', 'fail'], 'must be "keep", "discard" or "fail"').optional().meta({
    description:
      'The fate of edits by hand in a replaced draft. `keep` merges them, `discard` drops them, `fail` fails the import. Default: `keep`.',
  }),
  editsFrom: versionName.optional().meta({
    description: 'For a new version: the version of the connector whose edits it takes over.',
  }),
  callbackUrl: z
    .string()
    .max(2_000, 'must have at most 2,000 characters')
    .optional()
    .meta({ description: 'http or https URL at a public address. It is notified once, when the import ends.' }),
  include: operationFilter.optional().meta({ description: 'Import only operations that match.' }),
  exclude: operationFilter.optional().meta({ description: 'Do not import operations that match.' }),
  root: z.string().trim().min(1, 'must not be empty').max(1_000, 'must have at most 1,000 characters').optional().meta({
    description: 'Path of the root document in an archive. Default: found by the references between its files.',
  }),
  dryRun: z
    .boolean('must be true or false')
    .optional()
    .meta({ description: 'Run the import without storing a version.' }),
};

const connectorName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .optional()
  .meta({ description: 'Name of the connector. Default: `info.title` of the document.' });

const optionalVersion = versionName
  .optional()
  .meta({ description: 'Default: `info.version` of the document, or 1.0.0 without one.' });

const fromUrlShape = {
  schemaURL: z
    .string({ error: 'is required: the URL of the document' })
    .max(2_000, 'must have at most 2,000 characters')
    .meta({ description: 'http or https URL of the document, at a public address.' }),
  filetype: z
    .string()
    .max(100, 'must have at most 100 characters')
    .optional()
    .meta({ description: '`json` or `yaml`. Only a hint: the format is detected from the bytes.' }),
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
