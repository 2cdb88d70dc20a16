import type { EntityKind } from '../client/entity-queries.ts';
import type { Draft } from './access.ts';

/** The form of a new entity as it is opened. */
export function emptyDraft(kind: EntityKind): Draft {
  const operation = {
    id: '',
    type: 'http',
    name: '',
    parameters: [],
    responses: [{ status: 200, definitions: [] }],
  } as const;
  switch (kind) {
    case 'action':
      return { ...operation, method: 'GET', path: '/' };
    case 'trigger':
      return { ...operation, method: 'POST' };
    case 'definition':
      return {
        id: '',
        name: '',
        accept: ['application/json'],
        schema: '{\n  "type": "object",\n  "properties": {}\n}',
      };
  }
}
