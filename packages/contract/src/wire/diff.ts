import { z } from 'zod';
import { ulid } from './common.ts';

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
  .meta({ id: 'DiffSummary', description: 'How many changes there are of each class, and what they are of.' });

export const importDiffSummary = z
  .looseObject({ ...summaryShape, against: z.string().meta({ description: 'The name of the version compared with.' }) })
  .meta({ id: 'ImportDiffSummary' });

const change = z
  .looseObject({
    code: z.string().meta({ description: 'Stable: the table of changes lists them all.' }),
    class: changeClass,
    at: z.string().meta({ description: 'JSON Pointer into the action, trigger or schema.' }),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'Change' });

const diffEntry = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition']),
    change: z.enum(['added', 'removed', 'changed']),
    name: z.string(),
    was: z.string().optional().meta({ description: 'Its earlier name, when that is another.' }),
    matchedBy: z.enum(['operationId', 'methodAndPath', 'name', 'content']).optional(),
    class: changeClass.meta({ description: 'The worst of its changes.' }),
    changes: z.array(change),
    sides: z
      .array(z.enum(['sent', 'received']))
      .optional()
      .meta({ description: 'Of a definition: which way it goes, as the user of the connector sees it.' }),
    touches: z
      .looseObject({ actions: z.array(z.string()), triggers: z.array(z.string()), complete: z.boolean() })
      .optional()
      .meta({ description: 'Of a definition: what reaches it through references.' }),
  })
  .meta({ id: 'DiffEntry' });

const comparedVersion = z.looseObject({
  versionId: ulid.optional().meta({ description: 'Absent of a version that a dry run did not store.' }),
  version: z.string(),
});

export const versionDiff = z
  .looseObject({ from: comparedVersion, to: comparedVersion, summary: diffSummary, entries: z.array(diffEntry) })
  .meta({ id: 'VersionDiff' });

export type VersionDiff = z.infer<typeof versionDiff>;
