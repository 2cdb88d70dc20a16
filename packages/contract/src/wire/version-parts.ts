import { z } from 'zod';
import { pageShape, ulid } from './common.ts';

// Actions and triggers are named here too, and their names may hold `$`.
const definitionReference = z
  .looseObject({
    type: z.enum(['definition', 'action', 'trigger']),
    id: ulid,
    name: z.string().regex(/^[a-zA-Z0-9_\-$]+$/),
  })
  .meta({ id: 'DefinitionReference' });

export const definition = z
  .looseObject({
    id: ulid,
    name: z.string().regex(/^[a-zA-Z0-9_-]+$/),
    accept: z.array(z.string()).meta({ description: 'Media types under which it is used as a body.' }),
    description: z.string().optional(),
    url: z.url().meta({ description: 'Where its JSON Schema is served.' }),
    referencedBy: z
      .array(definitionReference)
      .optional()
      .meta({ description: 'Left out where the definition is nested in an action or trigger.' }),
  })
  .meta({ id: 'Definition' });

const body = z.array(z.looseObject({ id: ulid, definition }));
const requestBody = z.looseObject({ required: z.boolean(), definitions: body });
const response = z.looseObject({
  id: ulid,
  status: z.int().optional().meta({ description: 'Absent for the default response.' }),
  definitions: body,
});
const kept = z
  .record(z.string(), z.unknown())
  .meta({ description: 'What the document says and the contract has no field for.' });
const parameterOf = (locations: readonly ['cookie', 'header', ...string[]]) =>
  z.looseObject({
    name: z.string(),
    in: z.enum(locations),
    required: z.boolean(),
    type: z.enum(['string', 'number', 'integer', 'boolean']),
    default: z.unknown().optional(),
    openapi: kept.optional(),
  });

const operationShape = {
  id: ulid,
  errors: z
    .array(z.looseObject({ field: z.string(), message: z.string(), severity: z.enum(['error', 'warning']) }))
    .optional(),
  type: z.literal('http'),
  name: z.string().regex(/^[a-zA-Z0-9_\-$]+$/),
  summary: z.string().optional(),
  description: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']),
  requestBody: requestBody.optional(),
  responses: z.array(response),
  openapi: kept.optional(),
};

export const action = z
  .looseObject({
    ...operationShape,
    path: z.string().meta({ description: 'Appended to the base URL; `{{ param.id }}` stands for a parameter.' }),
    parameters: z.array(parameterOf(['cookie', 'header', 'path', 'query'])),
  })
  .meta({ id: 'Action' });

export const trigger = z
  .looseObject({ ...operationShape, parameters: z.array(parameterOf(['cookie', 'header', 'query'])) })
  .meta({ id: 'Trigger' });

export const actionPage = z.looseObject({ ...pageShape, actions: z.array(action) }).meta({ id: 'ActionPage' });
export const triggerPage = z.looseObject({ ...pageShape, triggers: z.array(trigger) }).meta({ id: 'TriggerPage' });
export const definitionPage = z
  .looseObject({ ...pageShape, definitions: z.array(definition) })
  .meta({ id: 'DefinitionPage' });
