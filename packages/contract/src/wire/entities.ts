import { z } from 'zod';
import { about, idOf } from './about.ts';
import { pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

// The name may be that of an action or trigger, which may contain `$`.
export const definitionReference = z
  .looseObject({
    type: z.enum(['definition', 'action', 'trigger']).meta(about('Kind of the entity.')),
    id: idOf('the entity', sampleIds.action),
    name: z
      .string()
      .regex(/^[a-zA-Z0-9_\-$]+$/)
      .meta(about('Name of the entity.', 'getPet')),
  })
  .meta({ id: 'DefinitionReference', description: 'An entity that refers to a definition.' });

const entityErrorShape = {
  field: z.string().meta(about('JSON Pointer into the entity.', '/responses/1/status')),
  message: z.string().meta(about('What is wrong.', 'must be different from the status of another response')),
  severity: z.enum(['error', 'warning']).meta(about('A version with an `error` cannot be published.')),
};
const errorsOf = (id: string) =>
  z
    .array(z.looseObject(entityErrorShape).meta({ id, description: 'A fault of an entity.' }))
    .optional()
    .meta(about('Findings about the entity. Absent until it was edited: imports do not check entities.', []));

export const definition = z
  .looseObject({
    id: idOf('the definition', sampleIds.definition),
    name: z
      .string()
      .regex(/^[a-zA-Z0-9_-]+$/)
      .meta(about('Name, unique among the definitions of the version.', 'Pet')),
    accept: z.array(z.string()).meta(about('Media types of the bodies that use it.', ['application/json'])),
    description: z.string().optional().meta(about('Text for people.', 'A pet of the store.')),
    url: z
      .url()
      .meta(
        about(
          'URL of its JSON Schema.',
          `https://connectory.example/api/schemas/v1/o/${sampleIds.organisation}/${sampleIds.connector}/1.0.0/Pet.json`,
        ),
      ),
    referencedBy: z
      .array(definitionReference)
      .optional()
      .meta(about('The entities that refer to it. Absent where the definition is nested in an action or trigger.')),
    errors: errorsOf('DefinitionError'),
  })
  .meta({ id: 'Definition', description: 'A schema of bodies.' });

const extras = z.record(z.string(), z.unknown()).meta(
  about('Extras: fields of the document that have no field of their own here.', {
    operationId: 'getPet',
    tags: ['pets'],
  }),
);

/** The schemas of which actions and triggers are made, with the names of the wire contract. */
function partsOf<const Location extends string>(
  name: 'Action' | 'Trigger',
  locations: readonly [Location, ...Location[]],
) {
  const body = z.array(
    z
      .looseObject({ id: idOf('the link to the definition', sampleIds.link), definition })
      .meta({ id: `${name}Definition`, description: 'A definition of a body.' }),
  );
  const requestBody = z
    .looseObject({
      required: z.boolean().meta(about('Whether a body must be sent.')),
      definitions: body.meta(about('The definitions of the body, by media type.')),
      openapi: extras.optional(),
    })
    .meta({ id: `${name}HTTPRequestBody`, description: 'The body of the request.' });
  const response = z
    .looseObject({
      id: idOf('the response', sampleIds.response),
      status: z.int().optional().meta(about('Status code. Absent for the default response.', 200)),
      definitions: body.meta(about('The definitions of the body, by media type.')),
      openapi: extras.optional(),
    })
    .meta({ id: `${name}HTTPResponse`, description: 'A response.' });
  const parameter = z
    .looseObject({
      name: z.string().meta(about('Name of the parameter.', 'limit')),
      in: z.enum(locations).meta(about('Where it is sent.')),
      required: z.boolean().meta(about('Whether it must be sent.')),
      type: z.enum(['string', 'number', 'integer', 'boolean']).meta(about('Type of its values.')),
      default: z.unknown().optional().meta(about('Its value if none is given.', 20)),
      openapi: extras.optional(),
    })
    .meta({ id: `${name}HTTPParameter`, description: 'A parameter.' });
  return {
    requestBody: requestBody.optional(),
    responses: z.array(response).meta(about('The responses, in document order.')),
    parameters: z.array(parameter).meta(about('The parameters, in document order.')),
    openapi: extras.optional(),
  };
}

export const httpMethod = z
  .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'])
  .meta({ id: 'HTTPMethod', description: 'Method of a request.' });

const operationShape = {
  type: z.literal('http').meta(about('The protocol.')),
  name: z
    .string()
    .regex(/^[a-zA-Z0-9_\-$]+$/)
    .meta(about('Name, unique among the entities of its kind in the version.', 'getPet')),
  summary: z.string().optional().meta(about('Short text for people.', 'Get a pet')),
  description: z.string().optional().meta(about('Text for people.', 'Returns one pet of the store.')),
  method: httpMethod,
};

export const action = z
  .looseObject({
    id: idOf('the action', sampleIds.action),
    ...operationShape,
    ...partsOf('Action', ['cookie', 'header', 'path', 'query']),
    path: z
      .string()
      .meta(
        about('Appended to the base URL. `{{ param.id }}` is replaced by the parameter `id`.', '/pets/{{ param.id }}'),
      ),
    errors: errorsOf('ActionError'),
  })
  .meta({ id: 'Action', description: 'A request that users of the connector can make.' });

export const trigger = z
  .looseObject({
    id: idOf('the trigger', sampleIds.trigger),
    ...operationShape,
    ...partsOf('Trigger', ['cookie', 'header', 'query']),
    errors: errorsOf('TriggerError'),
  })
  .meta({ id: 'Trigger', description: 'A request that users of the connector can receive.' });

export const actionPage = z
  .looseObject({ ...pageShape, actions: z.array(action).meta(about('The actions of this page.')) })
  .meta({ id: 'ActionPage', description: 'A page of actions.' });
export const triggerPage = z
  .looseObject({ ...pageShape, triggers: z.array(trigger).meta(about('The triggers of this page.')) })
  .meta({ id: 'TriggerPage', description: 'A page of triggers.' });
export const definitionPage = z
  .looseObject({ ...pageShape, definitions: z.array(definition).meta(about('The definitions of this page.')) })
  .meta({ id: 'DefinitionPage', description: 'A page of definitions.' });

export type ActionResource = WireType<typeof action>;
export type ActionPage = WireType<typeof actionPage>;
export type TriggerResource = WireType<typeof trigger>;
export type TriggerPage = WireType<typeof triggerPage>;
export type DefinitionResource = WireType<typeof definition>;
export type DefinitionPage = WireType<typeof definitionPage>;

export const openApiDocument = z.record(z.string(), z.unknown()).meta({
  id: 'OpenAPIDocument',
  description: 'An OpenAPI document, 3.2 when the imported one was, else 3.1.',
  examples: [{ openapi: '3.1.0', info: { title: 'Pets', version: '1.0.0' }, paths: {} }],
});

export const jsonSchema = z.record(z.string(), z.unknown()).meta({
  id: 'JSONSchema',
  description: 'A JSON Schema, dialect 2020-12.',
  examples: [{ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }],
});

export const versionExtras = z.record(z.string(), z.unknown()).meta({
  id: 'VersionExtras',
  description: 'The document without its operations and schemas, in the shape of OpenAPI 3.1.',
  examples: [{ info: { title: 'Pets', version: '1.0.0' }, tags: [{ name: 'pets' }] }],
});
