import { z } from 'zod';
import { errorShape, ulid } from './common.ts';
import { definition, definitionReference } from './entities.ts';
import type { WireType } from './wire-type.ts';

const maxNameChars = 1_000;
const maxTextChars = 100_000;

const operationName = z
  .string()
  .max(maxNameChars, `must have at most ${maxNameChars} characters`)
  .regex(/^[a-zA-Z0-9_\-$]+$/, 'must consist of letters, digits, "_", "-" and "$"')
  .meta({ examples: ['getPet'] });
const definitionName = z
  .string()
  .max(maxNameChars, `must have at most ${maxNameChars} characters`)
  .regex(/^[a-zA-Z0-9_-]+$/, 'must consist of letters, digits, "_" and "-"')
  .meta({ examples: ['Pet'] });
const text = z.string().max(maxTextChars, `must have at most ${maxTextChars} characters`);

const extras = z
  .record(z.string(), z.unknown())
  .optional()
  .meta({ description: 'Extras. They stay as they are if absent; an empty object removes them.' });

/** A nested Definition is also accepted: its other fields are read-only here. */
const definitionRef = z
  .looseObject({ id: ulid.optional(), name: z.string().optional() })
  .refine(({ id, name }) => id !== undefined || name !== undefined, 'must have an id or a name')
  .meta({ id: 'DefinitionRef', description: 'Names a definition of the version by id or name. The id counts.' });

const links = z.array(z.looseObject({ id: z.string().optional(), definition: definitionRef }));
const requestBody = z.looseObject({ required: z.boolean(), definitions: links, openapi: extras });
const response = z.looseObject({
  id: z.string().optional(),
  status: z
    .int()
    .min(100, 'must be a status code')
    .max(599, 'must be a status code')
    .optional()
    .meta({ description: 'Absent for the default response.' }),
  definitions: links,
  openapi: extras,
});
const parameterOf = (locations: readonly ['cookie', 'header', ...string[]]) =>
  z.looseObject({
    name: z.string().min(1, 'must not be empty').max(maxNameChars, `must have at most ${maxNameChars} characters`),
    in: z.enum(locations),
    required: z.boolean(),
    type: z.enum(['string', 'number', 'integer', 'boolean']),
    default: z.unknown().optional(),
    openapi: extras,
  });

const operationShape = {
  type: z.literal('http', { error: 'must be "http", the protocol of the connector' }),
  name: operationName,
  summary: text.optional(),
  description: text.optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE']),
  requestBody: requestBody.optional(),
  responses: z.array(response),
  openapi: extras,
};
const actionShape = {
  ...operationShape,
  path: text.meta({ description: 'Placeholders as `{{ param.id }}` for parameters in `path`.' }),
  parameters: z.array(parameterOf(['cookie', 'header', 'path', 'query'])),
};
const triggerShape = { ...operationShape, parameters: z.array(parameterOf(['cookie', 'header', 'query'])) };

export const actionCreate = z.looseObject(actionShape).meta({ id: 'ActionCreate' });
export const actionUpdate = z
  .looseObject({ id: ulid, ...actionShape })
  .meta({ id: 'ActionUpdate', description: 'An Action as it was read, changed. `errors` are ignored.' });
export const triggerCreate = z.looseObject(triggerShape).meta({ id: 'TriggerCreate' });
export const triggerUpdate = z
  .looseObject({ id: ulid, ...triggerShape })
  .meta({ id: 'TriggerUpdate', description: 'A Trigger as it was read, changed. `errors` are ignored.' });

const inlineSchema = z
  .looseObject({
    contentType: z
      .string()
      .regex(/^application\/(?:schema\+)?json *(?:;.*)?$/is, 'must be application/schema+json')
      .meta({
        description: '`application/schema+json` or `application/json`.',
        examples: ['application/schema+json'],
      }),
    content: z
      .string()
      .meta({ description: 'JSON text of a JSON Schema, dialect 2020-12.', examples: ['{"type":"object"}'] }),
  })
  .meta({ id: 'InlineSchema' });

const definitionShape = {
  name: definitionName,
  accept: z.array(z.string().max(maxNameChars, `must have at most ${maxNameChars} characters`)),
  description: text.optional(),
};

export const definitionsCreate = z
  .looseObject({
    definitions: z
      .array(z.looseObject({ ...definitionShape, schema: inlineSchema }))
      .min(1, 'must not be empty')
      .max(1_000, 'must have at most 1,000 items'),
  })
  .meta({
    id: 'DefinitionsCreate',
    description:
      'Definitions may refer to each other as `#/$defs/NAME`, and to those of the version by the URL of their schema.',
  });

export const definitionUpdate = z
  .looseObject({ id: ulid, ...definitionShape, schema: inlineSchema.optional() })
  .meta({ id: 'DefinitionUpdate', description: 'The schema stays as it is if absent.' });

export const definitions = z.looseObject({ definitions: z.array(definition) }).meta({ id: 'Definitions' });

export const definitionsDelete = z
  .looseObject({
    ids: z.array(ulid).max(10_000, 'must have at most 10,000 items').optional(),
    names: z.array(z.string()).max(10_000, 'must have at most 10,000 items').optional(),
    all: z.boolean().optional(),
  })
  .refine(
    ({ ids, names, all }) => (all === true) !== (ids !== undefined || names !== undefined),
    'must have either ids and names, or "all": true',
  )
  .meta({
    id: 'DefinitionsDelete',
    minProperties: 1,
    description: 'Which definitions to delete: by ids and names, or all.',
  });

export const definitionDeletePreconditionFailed = z
  .looseObject({
    ...errorShape,
    definition: z
      .looseObject({ id: ulid, name: z.string(), referencedBy: z.array(definitionReference) })
      .optional()
      .meta({ description: 'A definition that others refer to. Absent if `If-Match` failed.' }),
  })
  .meta({ id: 'DefinitionDeletePreconditionFailed' });

export type ActionCreate = z.infer<typeof actionCreate>;
export type ActionUpdate = z.infer<typeof actionUpdate>;
export type TriggerCreate = z.infer<typeof triggerCreate>;
export type TriggerUpdate = z.infer<typeof triggerUpdate>;
export type DefinitionsCreate = z.infer<typeof definitionsCreate>;
export type DefinitionUpdate = z.infer<typeof definitionUpdate>;
export type DefinitionsDelete = z.infer<typeof definitionsDelete>;
export type DefinitionDeleteFailure = WireType<typeof definitionDeletePreconditionFailed>;
