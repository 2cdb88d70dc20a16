import { z } from 'zod';
import { about, idOf } from './about.ts';
import { errorShape } from './common.ts';
import { definition, definitionReference, httpMethod } from './entities.ts';
import { sampleIds } from './sample-ids.ts';
import { ulid } from './scalars.ts';
import type { WireType } from './wire-type.ts';

const maxNameChars = 1_000;
const maxTextChars = 100_000;

const operationName = z
  .string()
  .max(maxNameChars, `must have at most ${maxNameChars} characters`)
  .regex(/^[a-zA-Z0-9_\-$]+$/, 'must consist of letters, digits, "_", "-" and "$"')
  .meta(about('Name, unique among the entities of its kind in the version.', 'getPet'));
const definitionName = z
  .string()
  .max(maxNameChars, `must have at most ${maxNameChars} characters`)
  .regex(/^[a-zA-Z0-9_-]+$/, 'must consist of letters, digits, "_" and "-"')
  .meta(about('Name, unique among the definitions of the version.', 'Pet'));
const text = z.string().max(maxTextChars, `must have at most ${maxTextChars} characters`);

const extras = z
  .record(z.string(), z.unknown())
  .optional()
  .meta(about('Extras. They stay as they are if absent; an empty object removes them.', { tags: ['pets'] }));

/** A nested Definition is also accepted: its other fields are read-only here. */
const definitionRef = z
  .looseObject({
    id: idOf('the definition', sampleIds.definition).optional(),
    name: z.string().optional().meta(about('Name of the definition.', 'Pet')),
  })
  .refine(({ id, name }) => id !== undefined || name !== undefined, 'must have an id or a name')
  .meta({
    id: 'DefinitionRef',
    description:
      'Names a definition of the version by id or name. The id counts. Further fields, as of a Definition, are ignored.',
    additionalProperties: true,
  });

/** The schemas of which changes of actions and triggers are made, with the names of the wire contract. */
function partsOf<const Location extends string>(
  name: 'Action' | 'Trigger',
  locations: readonly [Location, ...Location[]],
) {
  const links = z.array(
    z
      .looseObject({
        id: z.string().optional().meta(about('Id of the link. A new one is made if absent.', sampleIds.link)),
        definition: definitionRef,
      })
      .meta({ id: `${name}DefinitionCreate`, description: 'A definition of a body.' }),
  );
  const requestBody = z
    .looseObject({
      required: z.boolean().meta(about('Whether a body must be sent.')),
      definitions: links.meta(about('The definitions of the body, by media type.')),
      openapi: extras,
    })
    .meta({ id: `${name}HTTPRequestBodyCreate`, description: 'The body of the request.' });
  const response = z
    .looseObject({
      id: z.string().optional().meta(about('Id of the response. A new one is made if absent.', sampleIds.response)),
      status: z
        .int()
        .min(100, 'must be a status code')
        .max(599, 'must be a status code')
        .optional()
        .meta(about('Status code. Absent for the default response.', 200)),
      definitions: links.meta(about('The definitions of the body, by media type.')),
      openapi: extras,
    })
    .meta({ id: `${name}HTTPResponseCreate`, description: 'A response.' });
  const parameter = z
    .looseObject({
      name: z
        .string()
        .min(1, 'must not be empty')
        .max(maxNameChars, `must have at most ${maxNameChars} characters`)
        .meta(about('Name of the parameter.', 'limit')),
      in: z.enum(locations).meta(about('Where it is sent.')),
      required: z.boolean().meta(about('Whether it must be sent.')),
      type: z.enum(['string', 'number', 'integer', 'boolean']).meta(about('Type of its values.')),
      default: z.unknown().optional().meta(about('Its value if none is given.', 20)),
      openapi: extras,
    })
    .meta({ id: `${name}HTTPParameterCreate`, description: 'A parameter.' });
  return {
    requestBody: requestBody.optional(),
    responses: z.array(response).meta(about('The responses.')),
    openapi: extras,
    parameters: z.array(parameter).meta(about('The parameters.')),
  };
}

const operationShape = {
  type: z.literal('http', { error: 'must be "http", the protocol of the connector' }).meta(about('The protocol.')),
  name: operationName,
  summary: text.optional().meta(about('Short text for people.', 'Get a pet')),
  description: text.optional().meta(about('Text for people.', 'Returns one pet of the store.')),
  method: httpMethod,
};
const actionShape = {
  ...operationShape,
  ...partsOf('Action', ['cookie', 'header', 'path', 'query']),
  path: text.meta(about('Placeholders as `{{ param.id }}` for parameters in `path`.', '/pets/{{ param.id }}')),
};
const triggerShape = { ...operationShape, ...partsOf('Trigger', ['cookie', 'header', 'query']) };

export const actionCreate = z.looseObject(actionShape).meta({ id: 'ActionCreate', description: 'A new action.' });
export const actionUpdate = z
  .looseObject({ id: idOf('the action', sampleIds.action), ...actionShape })
  .meta({ id: 'ActionUpdate', description: 'An Action as it was read, changed. `errors` are ignored.' });
export const triggerCreate = z.looseObject(triggerShape).meta({ id: 'TriggerCreate', description: 'A new trigger.' });
export const triggerUpdate = z
  .looseObject({ id: idOf('the trigger', sampleIds.trigger), ...triggerShape })
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
  .meta({ id: 'InlineSchema', description: 'A JSON Schema as text.' });

const definitionShape = {
  name: definitionName,
  accept: z
    .array(z.string().max(maxNameChars, `must have at most ${maxNameChars} characters`))
    .meta(about('Media types of the bodies that use it.', ['application/json'])),
  description: text.optional().meta(about('Text for people.', 'A pet of the store.')),
};

const newDefinition = z
  .looseObject({ ...definitionShape, schema: inlineSchema })
  .meta({ id: 'DefinitionsCreateDefinition', description: 'A new definition.' });

export const definitionsCreate = z
  .looseObject({
    definitions: z
      .array(newDefinition)
      .min(1, 'must not be empty')
      .max(1_000, 'must have at most 1,000 items')
      .meta(about('The new definitions.')),
  })
  .meta({
    id: 'DefinitionsCreate',
    description:
      'Definitions may refer to each other as `#/$defs/NAME`, and to those of the version by the URL of their schema.',
  });

export const definitionUpdate = z
  .looseObject({
    id: idOf('the definition', sampleIds.definition),
    ...definitionShape,
    schema: inlineSchema.optional(),
  })
  .meta({ id: 'DefinitionUpdate', description: 'The schema stays as it is if absent.' });

export const definitions = z
  .looseObject({ definitions: z.array(definition).meta(about('The definitions.')) })
  .meta({ id: 'Definitions', description: 'The created definitions.' });

export const definitionsDelete = z
  .looseObject({
    ids: z
      .array(ulid)
      .max(10_000, 'must have at most 10,000 items')
      .optional()
      .meta(about('Ids of definitions.', [sampleIds.definition])),
    names: z
      .array(z.string())
      .max(10_000, 'must have at most 10,000 items')
      .optional()
      .meta(about('Names of definitions.', ['Pet'])),
    all: z.boolean().optional().meta(about('Delete all definitions.')),
  })
  .refine(
    ({ ids, names, all }) => (all === true) !== (ids !== undefined || names !== undefined),
    'must have either ids and names, or "all": true',
  )
  .meta({
    id: 'DefinitionsDelete',
    minProperties: 1,
    examples: [{ names: ['Pet'] }],
    description: 'Which definitions to delete: by ids and names, or all.',
  });

export const referencedDefinition = z
  .looseObject({
    id: idOf('the definition', sampleIds.definition),
    name: z.string().meta(about('Its name.', 'Pet')),
    referencedBy: z.array(definitionReference).meta(about('The entities that refer to it.')),
  })
  .meta({
    id: 'DefinitionsDeletePreconditionFailedDefinition',
    description: 'A definition that others refer to. Absent if `If-Match` failed.',
  });

export const definitionDeletePreconditionFailed = z
  .looseObject({
    ...errorShape,
    definition: referencedDefinition.optional(),
  })
  .meta({ id: 'DefinitionDeletePreconditionFailed', description: 'Why a definition was not deleted.' });

export type ActionCreate = z.infer<typeof actionCreate>;
export type ActionUpdate = z.infer<typeof actionUpdate>;
export type TriggerCreate = z.infer<typeof triggerCreate>;
export type TriggerUpdate = z.infer<typeof triggerUpdate>;
export type DefinitionsCreate = z.infer<typeof definitionsCreate>;
export type DefinitionUpdate = z.infer<typeof definitionUpdate>;
export type DefinitionsDelete = z.infer<typeof definitionsDelete>;
export type DefinitionDeleteFailure = WireType<typeof definitionDeletePreconditionFailed>;
