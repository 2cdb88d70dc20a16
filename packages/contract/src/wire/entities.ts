import { z } from 'zod';
import { pageShape, ulid } from './common.ts';
import type { WireType } from './wire-type.ts';

// The name may be that of an action or trigger, which may contain `$`.
export const definitionReference = z
  .looseObject({
    type: z.enum(['definition', 'action', 'trigger']),
    id: ulid,
    name: z.string().regex(/^[a-zA-Z0-9_\-$]+$/),
  })
  .meta({ id: 'DefinitionReference' });

const entityErrorShape = {
  field: z.string().meta({ description: 'JSON Pointer into the entity.' }),
  message: z.string(),
  severity: z.enum(['error', 'warning']).meta({ description: 'A version with an `error` cannot be published.' }),
};
const errorsOf = (id: string) =>
  z
    .array(z.looseObject(entityErrorShape).meta({ id }))
    .optional()
    .meta({ description: 'Findings about the entity. Absent until it was edited: imports do not check entities.' });

export const definition = z
  .looseObject({
    id: ulid,
    name: z.string().regex(/^[a-zA-Z0-9_-]+$/),
    accept: z.array(z.string()).meta({ description: 'Media types of the bodies that use it.' }),
    description: z.string().optional(),
    url: z.url().meta({ description: 'URL of its JSON Schema.' }),
    referencedBy: z
      .array(definitionReference)
      .optional()
      .meta({ description: 'Absent where the definition is nested in an action or trigger.' }),
    errors: errorsOf('DefinitionError'),
  })
  .meta({ id: 'Definition' });

const extras = z
  .record(z.string(), z.unknown())
  .meta({ description: 'Extras: fields of the document that have no field of their own here.' });
const body = z.array(z.looseObject({ id: ulid, definition }));
const requestBody = z.looseObject({ required: z.boolean(), definitions: body, openapi: extras.optional() });
const response = z.looseObject({
  id: ulid,
  status: z.int().optional().meta({ description: 'Absent for the default response.' }),
  definitions: body,
  openapi: extras.optional(),
});
const parameterOf = (locations: readonly ['cookie', 'header', ...string[]]) =>
  z.looseObject({
    name: z.string(),
    in: z.enum(locations),
    required: z.boolean(),
    type: z.enum(['string', 'number', 'integer', 'boolean']),
    default: z.unknown().optional(),
    openapi: extras.optional(),
  });

const operationShape = {
  id: ulid,
  type: z.literal('http'),
  name: z.string().regex(/^[a-zA-Z0-9_\-$]+$/),
  summary: z.string().optional(),
  description: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']),
  requestBody: requestBody.optional(),
  responses: z.array(response),
  openapi: extras.optional(),
};

export const action = z
  .looseObject({
    ...operationShape,
    path: z
      .string()
      .meta({ description: 'Appended to the base URL. `{{ param.id }}` is replaced by the parameter `id`.' }),
    parameters: z.array(parameterOf(['cookie', 'header', 'path', 'query'])),
    errors: errorsOf('ActionError'),
  })
  .meta({ id: 'Action' });

export const trigger = z
  .looseObject({
    ...operationShape,
    parameters: z.array(parameterOf(['cookie', 'header', 'query'])),
    errors: errorsOf('TriggerError'),
  })
  .meta({ id: 'Trigger' });

export const actionPage = z.looseObject({ ...pageShape, actions: z.array(action) }).meta({ id: 'ActionPage' });
export const triggerPage = z.looseObject({ ...pageShape, triggers: z.array(trigger) }).meta({ id: 'TriggerPage' });
export const definitionPage = z
  .looseObject({ ...pageShape, definitions: z.array(definition) })
  .meta({ id: 'DefinitionPage' });

export type ActionResource = WireType<typeof action>;
export type ActionPage = WireType<typeof actionPage>;
export type TriggerResource = WireType<typeof trigger>;
export type TriggerPage = WireType<typeof triggerPage>;
export type DefinitionResource = WireType<typeof definition>;
export type DefinitionPage = WireType<typeof definitionPage>;

export const openApiDocument = z.record(z.string(), z.unknown()).meta({
  id: 'OpenAPIDocument',
  description: 'An OpenAPI document, 3.2 when the imported one was, else 3.1.',
});

export const jsonSchema = z.record(z.string(), z.unknown()).meta({
  id: 'JSONSchema',
  description: 'A JSON Schema, dialect 2020-12.',
  examples: [{ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }],
});

export const versionExtras = z.record(z.string(), z.unknown()).meta({
  id: 'VersionExtras',
  description: 'The document without its operations and schemas, in the shape of OpenAPI 3.1.',
});
