import { z } from 'zod';
import { pageShape, timestamp, ulid } from './common.ts';
import type { WireType } from './wire-type.ts';

const entityEdit = z
  .looseObject({
    id: ulid,
    kind: z.enum(['action', 'trigger', 'definition']),
    entityId: ulid,
    state: z.enum(['edited', 'deleted', 'created']),
    name: z.string().meta({ description: 'The present name; for a deleted entity the one that it had.' }),
    baseName: z
      .string()
      .optional()
      .meta({ description: 'The name as imported. Absent for an entity that a user made.' }),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'EntityEdit', description: 'An action, trigger or definition that a user edited, deleted or created.' });

export const entityEditPage = z
  .looseObject({ ...pageShape, edits: z.array(entityEdit) })
  .meta({ id: 'EntityEditPage', description: 'The edits of a version, in the order in which they were first made.' });

export type EntityEditResource = WireType<typeof entityEdit>;
export type EntityEditPage = WireType<typeof entityEditPage>;
