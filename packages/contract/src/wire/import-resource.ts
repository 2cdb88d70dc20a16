import { z } from 'zod';
import { about, described, idOf, timeOf } from './about.ts';
import { importFailure, message, pageShape } from './common.ts';
import { httpConnector } from './connector.ts';
import { importDiffSummary } from './diff.ts';
import { action, definition, trigger } from './entities.ts';
import { importNotification } from './notifications.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

export const importStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

const count = (description: string, example: number) => z.int().meta(about(description, example));

const coverageCount = z
  .looseObject({
    inDocument: count('Number in the document.', 12),
    asWritten: count('Number imported as written.', 10),
    withMessage: count('Number imported with a message.', 1),
    notImported: count('Number not imported.', 1),
    noted: count('Of those with a message, the number that only infos are about.', 0).optional(),
    changed: count('Of those with a message, the number that a warning or an error is about.', 1).optional(),
  })
  .meta({ id: 'CoverageCount', description: 'How much was imported of one kind.' });

export const coverage = z
  .looseObject({
    operations: described(coverageCount, 'Operations.'),
    parameters: described(coverageCount, 'Parameters.'),
    bodies: described(coverageCount, 'Request bodies.'),
    responses: described(coverageCount, 'Responses.'),
    schemas: described(coverageCount, 'Schemas.'),
    securitySchemes: described(coverageCount, 'Security schemes.'),
    webhooks: described(coverageCount, 'Webhooks.'),
    callbacks: described(coverageCount, 'Callbacks.'),
  })
  .meta({
    id: 'Coverage',
    description:
      'How much of the document was imported. In each row `inDocument` is the sum of `asWritten`, `withMessage` and `notImported`, and `withMessage` that of `noted` and `changed`, which older imports lack.',
  });

export type Coverage = WireType<typeof coverage>;

const addedAndRemoved = { added: count('Number of new ones.', 2), removed: count('Number of removed ones.', 0) };

const operationAccount = z
  .looseObject({
    operationId: count('Number matched by operationId.', 8),
    methodAndPath: count('Number matched by method and path.', 1),
    name: count('Number matched by name.', 0),
    ...addedAndRemoved,
  })
  .meta({ id: 'OperationMatchAccount', description: 'Match counts of actions or triggers.' });

const definitionAccount = z
  .looseObject({
    name: count('Number matched by name.', 4),
    content: count('Number matched by content.', 1),
    ...addedAndRemoved,
  })
  .meta({ id: 'DefinitionMatchAccount', description: 'Match counts of definitions.' });

const matchAccount = z
  .looseObject({
    actions: described(operationAccount, 'Actions.'),
    triggers: described(operationAccount, 'Triggers.'),
    definitions: definitionAccount,
  })
  .meta({
    id: 'MatchAccount',
    description: 'Matching with the draft that was replaced: match counts per key, plus added and removed.',
  });

const editsSummary = z
  .looseObject({
    kept: count('The document did not change what was edited.', 2),
    merged: count('The document changed other fields.', 1),
    conflicts: count('The document changed the same fields, and the edit won.', 0),
    dropped: count('No longer needed, or discarded.', 0),
  })
  .meta({ id: 'EditsSummary', description: 'Number of edits by hand by what became of them.' });

const overlayTotals = z
  .looseObject({
    actions: count('Number of actions of all overlays.', 3),
    applied: count('Number of applied ones.', 3),
    notNeeded: count('Number of those that changed nothing.', 0),
    conflicting: count('Number of those whose target is no longer what they were written for.', 0),
    missing: count('Number of those that match nothing.', 0),
  })
  .meta({
    id: 'OverlayTotals',
    description:
      'How the actions of all overlays of an import ended. `actions` is the sum of `applied`, `notNeeded`, `conflicting` and `missing`.',
  });

const messageCounts = z
  .looseObject({
    info: count('Number of infos.', 2),
    warning: count('Number of warnings.', 1),
    error: count('Number of errors.', 0),
  })
  .meta({ id: 'MessageCounts', description: 'Number of messages by severity.' });

export const importSummary = z
  .looseObject({
    actions: count('Number of actions.', 9),
    triggers: count('Number of triggers.', 1),
    definitions: count('Number of definitions.', 5),
    messages: messageCounts,
    overlays: overlayTotals.optional().meta({ description: 'Absent without overlays.' }),
    matched: matchAccount.optional(),
    edits: editsSummary.optional(),
    diff: importDiffSummary.optional(),
    unchanged: z
      .boolean()
      .optional()
      .meta(
        about(
          'True if the draft already was the result of this import, so that nothing was written. Otherwise absent.',
        ),
      ),
  })
  .meta({ id: 'ImportSummary', description: 'The result of an import in numbers.' });

export type ImportSummary = WireType<typeof importSummary>;

const progress = z
  .looseObject({ done: count('Number of steps done.', 10), total: count('Number of all steps.', 10) })
  .meta({ id: 'ImportProgress', description: 'Progress of the stage.' });

const lastFailure = z
  .looseObject({
    message: z.string().meta(about('Why the attempt failed.', 'The host of the document does not respond.')),
    nextAttemptAt: timeOf('When the next attempt follows').optional(),
  })
  .meta({
    id: 'ImportLastFailure',
    description: 'Why the last attempt failed, until the import ends, and when the next one follows.',
  });

const importedDocument = z
  .looseObject({
    sha256: z
      .string()
      .meta(
        about(
          'SHA-256 of its bytes, in hexadecimal.',
          '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        ),
      ),
    bytes: count('Number of its bytes.', 52_133),
    filename: z.string().optional().meta(about('Name of the file.', 'openapi.json')),
    mediaType: z.string().optional().meta(about('Media type that the client or the host stated.', 'application/json')),
    openapi: z.string().optional().meta(about('Version of OpenAPI.', '3.1.0')),
  })
  .meta({ id: 'ImportedDocument', description: 'The document, once it is stored.' });

const importUrl = (path: string) =>
  `https://connectory.example/api/connect/v1/o/${sampleIds.organisation}/imports/${sampleIds.import}${path}`;

const links = z
  .looseObject({
    self: z.url().meta(about('The import.', importUrl(''))),
    result: z.url().meta(about('Its result, once it has ended.', importUrl('/result'))),
    events: z.url().meta(about('Its changes, as server-sent events.', importUrl('/events'))),
    document: z.url().meta(about('The document.', importUrl('/document'))),
    console: z
      .url()
      .meta(
        about(
          'The page of the import in the web console.',
          `https://connectory.example/console/imports/${sampleIds.import}`,
        ),
      ),
  })
  .meta({ id: 'ImportLinks', description: 'URLs of an import.' });

export const importResource = z
  .looseObject({
    code: z.literal('import_accepted').optional().meta({
      description: 'Only in a 202, so that clients which know no 202 can read it as an Error.',
    }),
    message: z
      .string()
      .optional()
      .meta(about('Only in a 202: what the client can do next.', 'Poll the URL in Location.')),
    id: idOf('the import', sampleIds.import),
    organisationId: idOf('its organisation', sampleIds.organisation),
    connectorId: idOf('its connector', sampleIds.connector),
    connectorName: z
      .string()
      .optional()
      .meta(about('Only in lists: the present name of the connector, once it exists.', 'Pets')),
    version: z
      .string()
      .optional()
      .meta(
        about('Name of the version. Absent until the document is parsed, if the document names the version.', '1.0.0'),
      ),
    versionId: idOf('the version, once it is stored', sampleIds.version).optional(),
    schemaURL: z
      .string()
      .optional()
      .meta(about('URL that the document is fetched from.', 'https://pets.example/openapi.json')),
    metadata: z
      .record(z.string(), z.unknown())
      .optional()
      .meta(
        about('Other members of the metadata of its request, such as `include`, but not `callbackUrl`.', {
          ifExists: 'replace',
        }),
      ),
    overlays: z
      .array(z.string())
      .optional()
      .meta(
        about('Names of the overlays that were sent with the document. Absent without any.', ['fixes.overlay.yaml']),
      ),
    dryRun: z.boolean().optional().meta(about('True for a dry run, which stores no version. Otherwise absent.')),
    reimportId: idOf('the bulk re-import that this import belongs to', sampleIds.reimport).optional(),
    status: z.enum(importStatuses).meta(about('Whether it waits, runs, or how it ended.')),
    stage: z
      .enum(['queued', 'fetching', 'parsing', 'mapping', 'persisting', 'done'])
      .meta(about('What it does at present.')),
    progress,
    attempts: count('Number of attempts begun.', 1),
    lastFailure: lastFailure.optional(),
    document: importedDocument.optional(),
    summary: importSummary.optional(),
    coverage: coverage.optional(),
    error: importFailure.optional(),
    callback: importNotification.optional(),
    timings: z
      .record(z.string(), z.number())
      .meta(about('Milliseconds per stage.', { parsing: 12, mapping: 40, persisting: 95 })),
    createdAt: timeOf('When it was submitted'),
    startedAt: timeOf('When its first attempt began').optional(),
    finishedAt: timeOf('When it ended').optional(),
    links,
  })
  .meta({
    id: 'Import',
    description: 'An import: a document on its way to a version of a connector.',
  });

/** The kinds of parts of a document that `coverage` counts. */
export const coverageKinds = Object.keys(coverage.shape) as readonly (keyof typeof coverage.shape)[];

export type ImportResource = WireType<typeof importResource>;

export const importPage = z
  .looseObject({ ...pageShape, imports: z.array(importResource).meta(about('The imports of this page.')) })
  .meta({ id: 'ImportPage', description: 'A page of imports.' });

export type ImportPage = WireType<typeof importPage>;

export const importResult = z
  .looseObject({
    connector: httpConnector,
    definitions: z.array(definition).meta(about('All definitions of the version.')),
    actions: z.array(action).meta(about('All actions of the version.')),
    triggers: z.array(trigger).meta(about('All triggers of the version.')),
    messages: z.array(message).meta(about('The messages, most severe first.')),
    import: importResource.optional(),
  })
  .meta({ id: 'ImportHTTPConnectorResult', description: 'The result of an import.' });

export type ImportResult = WireType<typeof importResult>;

export const endedImport = z.union([importResult, importResource]).meta({
  id: 'EndedImport',
  description: 'The result of a dry run, or the import alone if `return=minimal` was preferred.',
});
