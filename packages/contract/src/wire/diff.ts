import { z } from 'zod';
import { about, described, idOf } from './about.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

export const changeClass = z
  .enum(['breaking', 'non-breaking', 'annotation'])
  .meta({ id: 'ChangeClass', description: 'Whether a change breaks users of the connector.' });

const counts = z
  .looseObject({
    added: z.int().meta(about('Number of new ones.', 2)),
    removed: z.int().meta(about('Number of removed ones.', 0)),
    changed: z.int().meta(about('Number of changed ones.', 1)),
  })
  .meta({ id: 'DiffCounts', description: 'Number of entities of a kind by what happened to them.' });

const summaryShape = {
  breaking: z.int().meta(about('Number of breaking changes.', 0)),
  nonBreaking: z.int().meta(about('Number of changes that break nothing.', 3)),
  annotation: z.int().meta(about('Number of changes of texts and examples.', 1)),
  actions: described(counts, 'Actions.'),
  triggers: described(counts, 'Triggers.'),
  definitions: described(counts, 'Definitions.'),
};

const diffSummary = z
  .looseObject(summaryShape)
  .meta({ id: 'DiffSummary', description: 'Number of changes by class, and of entities by kind.' });

export const importDiffSummary = z
  .looseObject({
    ...summaryShape,
    against: z.string().meta(about('Name of the version that was compared with.', '1.0.0')),
  })
  .meta({ id: 'ImportDiffSummary', description: 'Number of changes against a version.' });

export type ImportDiffSummary = WireType<typeof importDiffSummary>;

export const change = z
  .looseObject({
    code: z.string().meta(about('Stable code; the table of changes describes each.', 'PARAMETER_REQUIRED')),
    class: changeClass,
    at: z.string().meta(about('JSON Pointer into the action, trigger, schema or version.', '/parameters/0/required')),
    before: z.unknown().optional().meta(about('The earlier value. Absent for an addition.', false)),
    after: z.unknown().optional().meta(about('The later value. Absent for a removal.', true)),
  })
  .meta({ id: 'Change', description: 'One change of an entity.' });

const reach = z
  .looseObject({
    actions: z.array(z.string()).meta(about('Names of actions.', ['getPet'])),
    triggers: z.array(z.string()).meta(about('Names of triggers.', ['petAdopted'])),
    complete: z.boolean().meta(about('Whether all of them are listed.')),
  })
  .meta({ id: 'DiffReach', description: 'For a definition: the entities that reach it through references.' });

const diffEntry = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition', 'version']).meta({
      description: '`version`: the extras of the version. They have one entry, named `extras`.',
    }),
    change: z.enum(['added', 'removed', 'changed']).meta(about('What happened to it.')),
    name: z.string().meta(about('Its name.', 'getPet')),
    was: z.string().optional().meta(about('Its earlier name, if it was renamed.', 'readPet')),
    matchedBy: z
      .enum(['operationId', 'methodAndPath', 'name', 'content'])
      .optional()
      .meta(about('How it was found in the other version. Absent for an added or removed one.')),
    class: described(changeClass, 'The most severe class of its changes.'),
    changes: z.array(change).meta(about('Its changes.')),
    omitted: z.int().optional().meta(about('Number of further changes, which are counted, but not listed.', 12)),
    sides: z
      .array(z.enum(['sent', 'received']))
      .optional()
      .meta({ description: 'For a definition: its direction, seen from the user of the connector.' }),
    touches: reach.optional(),
  })
  .meta({ id: 'DiffEntry', description: 'An entity that differs, and how.' });

const comparedVersion = z
  .looseObject({
    versionId: idOf('the version', sampleIds.version)
      .optional()
      .meta(about('Id of the version. Absent for a version that a dry run did not store.')),
    version: z.string().meta(about('Name of the version.', '1.0.0')),
  })
  .meta({ id: 'ComparedVersion', description: 'A side of a diff.' });

export const versionDiff = z
  .looseObject({
    from: described(comparedVersion, 'The earlier version.'),
    to: described(comparedVersion, 'The later version.'),
    summary: diffSummary,
    entries: z.array(diffEntry).meta(about('The entities that differ.')),
  })
  .meta({ id: 'VersionDiff', description: 'The diff between two versions.' });

export type VersionDiff = WireType<typeof versionDiff>;
