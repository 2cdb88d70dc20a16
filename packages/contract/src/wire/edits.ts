import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

const entityEdit = z
  .looseObject({
    id: idOf('the edit', sampleIds.edit),
    kind: z.enum(['action', 'trigger', 'definition']).meta(about('Kind of the entity.')),
    entityId: idOf('the entity', sampleIds.action),
    state: z.enum(['edited', 'deleted', 'created']).meta(about('What the user did.')),
    name: z.string().meta(about('The present name; for a deleted entity the one that it had.', 'getPet')),
    baseName: z
      .string()
      .optional()
      .meta(about('The name as imported. Absent for an entity that a user made.', 'readPet')),
    createdAt: timeOf('When it was first made'),
    updatedAt: timeOf('When it was last changed'),
  })
  .meta({ id: 'EntityEdit', description: 'An action, trigger or definition that a user edited, deleted or created.' });

export const entityEditPage = z
  .looseObject({ ...pageShape, edits: z.array(entityEdit).meta(about('The edits of this page.')) })
  .meta({ id: 'EntityEditPage', description: 'The edits of a version, in the order in which they were first made.' });

const jsonText = (whose: string) =>
  z
    .string()
    .optional()
    .meta(about(`${whose}, JSON text, shortened after 2,000 characters. Absent if there is none.`, '"Get a pet"'));

const editConflict = z
  .looseObject({
    at: z.string().meta(about('JSON Pointer into the entity. Items of lists are named by their key.', '/summary')),
    base: jsonText('The value as imported before the edit'),
    edit: jsonText('The value of the user, which won'),
    document: jsonText('The value of the new document'),
  })
  .meta({ id: 'EditConflict', description: 'A place that a user and a document changed in different ways.' });

const importedEdit = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition']).meta(about('Kind of the entity.')),
    name: z.string().meta(about('Name of the entity.', 'getPet')),
    fate: z.enum(['kept', 'merged', 'conflicting', 'dropped']).meta(about('What became of the edit, as in `summary`.')),
    conflicts: z.array(editConflict).meta(about('The first 50 conflicts. Empty unless `conflicting`.', [])),
  })
  .meta({ id: 'ImportedEdit', description: 'What an import did to an edit by hand.' });

export const importedEdits = z
  .looseObject({ edits: z.array(importedEdit).meta(about('The first 1,000 edits, conflicts first.')) })
  .meta({ id: 'ImportedEdits', description: 'What an import, or a dry run, did to the edits of the version.' });

export type ImportedEdits = WireType<typeof importedEdits>;
export type EntityEditResource = WireType<typeof entityEdit>;
export type EntityEditPage = WireType<typeof entityEditPage>;
