import { z } from 'zod';
import { about } from './about.ts';
import { importOverlays } from './overlays.ts';
import { versionName } from './version-name.ts';

const globs = (subject: string, example: string) =>
  z
    .array(z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters'))
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 globs')
    .optional()
    .meta(about(`Globs for ${subject}. One of them must match.`, [example]));

const operationFilter = z
  .strictObject({
    tags: globs('tags', 'pets'),
    paths: globs('path templates and webhook names', '/pets/**'),
    methods: globs('HTTP methods', 'get'),
    operationIds: globs('operationIds', 'get*'),
  })
  .meta({
    id: 'OperationFilter',
    description:
      'Matches an operation if each given field matches. `*` matches within a path segment, `**` across segments, `?` one character.',
  });

const metadataShape = {
  format: z
    .literal('openapi', { error: 'must be "openapi", the only supported format' })
    .meta(about('Format of the document.')),
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
    examples: ['0.9.0'],
  }),
  callbackUrl: z
    .string()
    .max(2_000, 'must have at most 2,000 characters')
    .optional()
    .meta(
      about(
        'http or https URL at a public address. It is notified once, when the import ends.',
        'https://hooks.example/imports',
      ),
    ),
  include: operationFilter.optional().meta({ description: 'Import only operations that match.' }),
  exclude: operationFilter.optional().meta({ description: 'Do not import operations that match.' }),
  root: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(1_000, 'must have at most 1,000 characters')
    .optional()
    .meta({
      description: 'Path of the root document in an archive. Default: found by the references between its files.',
      examples: ['openapi.yaml'],
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
  .meta(about('Name of the connector. Default: `info.title` of the document.', 'Pets'));

const optionalVersion = versionName
  .optional()
  .meta(about('Name of the version. Default: `info.version` of the document, or 1.0.0 without one.', '1.0.0'));

const fromUrlShape = {
  schemaURL: z
    .string({ error: 'is required: the URL of the document' })
    .max(2_000, 'must have at most 2,000 characters')
    .meta(about('http or https URL of the document, at a public address.', 'https://pets.example/openapi.json')),
  filetype: z
    .string()
    .max(100, 'must have at most 100 characters')
    .optional()
    .meta(about('`json` or `yaml`. Only a hint: the format is detected from the bytes.', 'json')),
  overlay: importOverlays.optional(),
};

export const importVersionMetadata = z
  .strictObject({ ...metadataShape, version: versionName })
  .meta({ id: 'ImportHTTPConnectorVersionMetadata', description: 'How to import a document as a version.' });

export const importConnectorMetadata = z
  .strictObject({
    ...metadataShape,
    name: connectorName,
    version: optionalVersion,
  })
  .meta({ id: 'ImportHTTPConnectorMetadata', description: 'How to import a document as a connector.' });

export const importVersionFromUrl = z
  .strictObject({ ...metadataShape, ...fromUrlShape, version: versionName })
  .meta({ id: 'HTTPConnectorVersionFromURLCreate', description: 'Where the document is, and how to import it.' });

export const importConnectorFromUrl = z
  .strictObject({ ...metadataShape, ...fromUrlShape, name: connectorName, version: optionalVersion })
  .meta({ id: 'HTTPConnectorFromURLCreate', description: 'Where the document is, and how to import it.' });

export type ImportFromUrl = z.infer<typeof importConnectorFromUrl>;

export type ImportMetadata = z.infer<typeof importConnectorMetadata>;
