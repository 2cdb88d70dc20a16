import { z } from 'zod';
import { importFailure, message, pageShape, timestamp, ulid } from './common.ts';
import { httpConnector } from './connector.ts';
import { importDiffSummary } from './diff.ts';
import { action, definition, trigger } from './entities.ts';
import { importNotification } from './notifications.ts';
import type { WireType } from './wire-type.ts';

export const importStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

const coverageCount = z.looseObject({
  inDocument: z.int(),
  asWritten: z.int(),
  withMessage: z.int(),
  notImported: z.int(),
  noted: z.int().optional().meta({ description: 'Of those with a message, the number that only infos are about.' }),
  changed: z
    .int()
    .optional()
    .meta({ description: 'Of those with a message, the number that a warning or an error is about.' }),
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
  .meta({
    id: 'Coverage',
    description:
      'How much of the document was imported. In each row `inDocument` is the sum of `asWritten`, `withMessage` and `notImported`, and `withMessage` that of `noted` and `changed`, which older imports lack.',
  });

export type Coverage = WireType<typeof coverage>;

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
    description: 'Matching with the draft that was replaced: match counts per key, plus added and removed.',
  });

const editsSummary = z.looseObject({ kept: z.int(), merged: z.int(), conflicts: z.int(), dropped: z.int() }).meta({
  id: 'EditsSummary',
  description:
    'Number of edits by hand by what became of them. `kept`: the document did not change what was edited. `merged`: it changed other fields. `conflicts`: it changed the same fields, and the edit won. `dropped`: no longer needed, or discarded.',
});

const overlayTotals = z
  .looseObject({
    actions: z.int(),
    applied: z.int(),
    notNeeded: z.int(),
    conflicting: z.int(),
    missing: z.int(),
  })
  .meta({
    id: 'OverlayTotals',
    description:
      'How the actions of all overlays of an import ended. `actions` is the sum of `applied`, `notNeeded`, `conflicting` and `missing`.',
  });

export const importSummary = z
  .looseObject({
    actions: z.int(),
    triggers: z.int(),
    definitions: z.int(),
    messages: z.looseObject({ info: z.int(), warning: z.int(), error: z.int() }),
    overlays: overlayTotals.optional().meta({ description: 'Absent without overlays.' }),
    matched: matchAccount.optional(),
    edits: editsSummary.optional(),
    diff: importDiffSummary.optional(),
    unchanged: z.boolean().optional().meta({
      description:
        'True if the draft already was the result of this import, so that nothing was written. Otherwise absent.',
    }),
  })
  .meta({ id: 'ImportSummary' });

export type ImportSummary = WireType<typeof importSummary>;

export const importResource = z
  .looseObject({
    code: z.literal('import_accepted').optional().meta({
      description: 'Only in a 202, so that clients which know no 202 can read it as an Error.',
    }),
    message: z.string().optional().meta({ description: 'Only in a 202: what the client can do next.' }),
    id: ulid,
    organisationId: ulid,
    connectorId: ulid,
    connectorName: z
      .string()
      .optional()
      .meta({ description: 'Only in lists: the present name of the connector, once it exists.' }),
    version: z
      .string()
      .optional()
      .meta({ description: 'Absent until the document is parsed, if the document names the version.' }),
    versionId: ulid.optional(),
    schemaURL: z.string().optional().meta({ description: 'URL that the document is fetched from.' }),
    dryRun: z
      .boolean()
      .optional()
      .meta({ description: 'True for a dry run, which stores no version. Otherwise absent.' }),
    reimportId: ulid.optional().meta({ description: 'The bulk re-import that this import belongs to.' }),
    status: z.enum(importStatuses),
    stage: z.enum(['queued', 'fetching', 'parsing', 'mapping', 'persisting', 'done']),
    progress: z.looseObject({ done: z.int(), total: z.int() }),
    attempts: z.int(),
    lastFailure: z
      .looseObject({ message: z.string(), nextAttemptAt: timestamp.optional() })
      .optional()
      .meta({ description: 'Why the last attempt failed, until the import ends, and when the next one follows.' }),
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
    error: importFailure.optional(),
    callback: importNotification.optional(),
    timings: z.record(z.string(), z.number()).meta({ description: 'Milliseconds per stage.' }),
    createdAt: timestamp,
    startedAt: timestamp.optional(),
    finishedAt: timestamp.optional(),
    links: z.looseObject({
      self: z.url(),
      result: z.url(),
      events: z.url(),
      document: z.url(),
      console: z.url().meta({ description: 'The page of the import in the web console.' }),
    }),
  })
  .meta({ id: 'Import' });

export type ImportResource = WireType<typeof importResource>;

export const importPage = z.looseObject({ ...pageShape, imports: z.array(importResource) }).meta({ id: 'ImportPage' });

export type ImportPage = WireType<typeof importPage>;

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

export type ImportResult = WireType<typeof importResult>;

export const endedImport = z.union([importResult, importResource]).meta({
  id: 'EndedImport',
  description: 'The result of a dry run, or the import alone if `return=minimal` was preferred.',
});
