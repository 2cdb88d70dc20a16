import { z } from 'zod';
import { ulid } from './common.ts';
import type { WireType } from './wire-type.ts';

const changeClass = z.enum(['breaking', 'non-breaking', 'annotation']).meta({ id: 'ChangeClass' });

const counts = z.looseObject({ added: z.int(), removed: z.int(), changed: z.int() });

const summaryShape = {
  breaking: z.int(),
  nonBreaking: z.int(),
  annotation: z.int(),
  actions: counts,
  triggers: counts,
  definitions: counts,
};

const diffSummary = z
  .looseObject(summaryShape)
  .meta({ id: 'DiffSummary', description: 'Number of changes by class, and of entities by kind.' });

export const importDiffSummary = z
  .looseObject({
    ...summaryShape,
    against: z.string().meta({ description: 'Name of the version that was compared with.' }),
  })
  .meta({ id: 'ImportDiffSummary' });

export type ImportDiffSummary = WireType<typeof importDiffSummary>;

const change = z
  .looseObject({
    code: z.string().meta({ description: 'Stable code; the table of changes describes each.' }),
    class: changeClass,
    at: z.string().meta({ description: 'JSON Pointer into the action, trigger, schema or version.' }),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'Change' });

const diffEntry = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition', 'version']).meta({
      description: '`version`: the extras of the version. They have one entry, named `extras`.',
    }),
    change: z.enum(['added', 'removed', 'changed']),
    name: z.string(),
    was: z.string().optional().meta({ description: 'Its earlier name, if it was renamed.' }),
    matchedBy: z.enum(['operationId', 'methodAndPath', 'name', 'content']).optional(),
    class: changeClass.meta({ description: 'The most severe class of its changes.' }),
    changes: z.array(change),
    omitted: z.int().optional().meta({ description: 'Number of further changes, which are counted, but not listed.' }),
    sides: z
      .array(z.enum(['sent', 'received']))
      .optional()
      .meta({ description: 'For a definition: its direction, seen from the user of the connector.' }),
    touches: z
      .looseObject({ actions: z.array(z.string()), triggers: z.array(z.string()), complete: z.boolean() })
      .optional()
      .meta({ description: 'For a definition: the entities that reach it through references.' }),
  })
  .meta({ id: 'DiffEntry' });

const comparedVersion = z.looseObject({
  versionId: ulid.optional().meta({ description: 'Absent for a version that a dry run did not store.' }),
  version: z.string(),
});

export const versionDiff = z
  .looseObject({ from: comparedVersion, to: comparedVersion, summary: diffSummary, entries: z.array(diffEntry) })
  .meta({ id: 'VersionDiff' });

export type VersionDiff = WireType<typeof versionDiff>;
