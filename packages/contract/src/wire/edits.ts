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

export type EntityEditResource = WireType<typeof entityEdit>;
export type EntityEditPage = WireType<typeof entityEditPage>;
