import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { type Kind, textOf } from './plain-version.ts';

/** A change to the resource of an entity. @returns undefined when the entity does not have what is changed. */
type Change = (resource: JsonObject, context: EditContext) => JsonObject | undefined;

export interface EditContext {
  /** The form of the entity in a later document, in which it differs. */
  readonly later: JsonObject | undefined;
  /** The name of another definition. */
  readonly other: string;
}

/** Sets a text: that of a later document if it has another one, so that the edit ends as dropped. */
const text =
  (field: string): Change =>
  (resource, { later }) => {
    const next = later?.[field];
    const value = typeof next === 'string' && next !== '' && next !== resource[field] ? next : `Edited ${field}`;
    return { ...resource, [field]: value };
  };

const list = (value: Json | undefined): readonly JsonObject[] =>
  isArray(value) ? (value as readonly JsonObject[]) : [];

const replaceItem = (items: readonly JsonObject[], old: JsonObject, item: JsonObject): readonly JsonObject[] =>
  items.map((one) => (one === old ? item : one));

const withParameter =
  (change: (parameter: JsonObject) => JsonObject | undefined): Change =>
  (resource) => {
    const parameters = list(resource['parameters']);
    const found = parameters.find((one) => one['in'] !== 'path' && one['name'] !== added.name);
    if (found === undefined) return undefined;
    const changed = change(found);
    return {
      ...resource,
      parameters:
        changed === undefined ? parameters.filter((one) => one !== found) : replaceItem(parameters, found, changed),
    };
  };

const withResponse =
  (change: (response: JsonObject, context: EditContext) => JsonObject | undefined): Change =>
  (resource, context) => {
    const responses = list(resource['responses']);
    const found = responses.find((one) => list(one['definitions']).length > 0);
    if (found === undefined) return undefined;
    const changed = change(found, context);
    return {
      ...resource,
      responses:
        changed === undefined ? responses.filter((one) => one !== found) : replaceItem(responses, found, changed),
    };
  };

const added = { name: 'edited', in: 'query', required: false, type: 'string' };

const operationChanges: { readonly [name: string]: Change } = {
  'summary changed': text('summary'),
  'description changed': text('description'),
  'name changed': (resource) => ({ ...resource, name: `${textOf(resource['name'])}_edited` }),
  'method changed': (resource) => ({ ...resource, method: resource['method'] === 'PATCH' ? 'PUT' : 'PATCH' }),
  'parameter added': (resource) => ({ ...resource, parameters: [...list(resource['parameters']), added] }),
  'parameter changed': withParameter((one) => ({ ...one, required: one['required'] !== true })),
  'parameter retyped': withParameter((one) => ({ ...one, type: one['type'] === 'string' ? 'integer' : 'string' })),
  'parameter removed': withParameter(() => undefined),
  'response added': (resource) => ({
    ...resource,
    responses: [...list(resource['responses']), { status: 418, definitions: [] }],
  }),
  'response changed': withResponse((one, { other }) => ({ ...one, definitions: [{ definition: { name: other } }] })),
  'response removed': withResponse(() => undefined),
  'body required changed': ({ requestBody, ...resource }) =>
    isObject(requestBody)
      ? { ...resource, requestBody: { ...requestBody, required: requestBody['required'] !== true } }
      : undefined,
  'body changed': ({ requestBody, ...resource }, { other }) =>
    isObject(requestBody)
      ? { ...resource, requestBody: { ...requestBody, definitions: [{ definition: { name: other } }] } }
      : undefined,
  'extras changed': (resource) => ({ ...resource, openapi: { ...Object(resource['openapi']), tags: ['edited'] } }),
};

/** Changes the schema of a definition, which is JSON text. */
const withSchema =
  (change: (schema: JsonObject) => JsonObject | undefined): Change =>
  (resource) => {
    const schema = change(resource['schema'] as JsonObject);
    return schema && { ...resource, schema };
  };

const withProperty = (change: (property: JsonObject) => JsonObject | undefined): Change =>
  withSchema((schema) => {
    const { properties } = schema;
    const [name, property] = isObject(properties) ? (Object.entries(properties)[0] ?? []) : [];
    if (name === undefined || !isObject(property) || !isObject(properties)) return undefined;
    const { [name]: _old, ...others } = properties;
    const changed = change(property);
    return { ...schema, properties: changed === undefined ? others : { ...properties, [name]: changed } };
  });

const definitionChanges: { readonly [name: string]: Change } = {
  'description changed': text('description'),
  'name changed': (resource) => ({ ...resource, name: `${textOf(resource['name'])}_edited` }),
  'media type added': (resource) => ({ ...resource, accept: [...(resource['accept'] as Json[]), 'text/edited'] }),
  'schema title changed': withSchema((schema) => ({ ...schema, title: 'Edited' })),
  'property added': withSchema((schema) =>
    isObject(schema['properties'])
      ? { ...schema, properties: { ...schema['properties'], edited: { type: 'string' } } }
      : undefined,
  ),
  'property changed': withProperty((property) => ({ ...property, description: 'Edited' })),
  'property removed': withProperty(() => undefined),
  'required changed': withSchema(({ required, ...schema }) => ({
    ...schema,
    required: isArray(required) && required.length > 0 ? required.slice(1) : ['edited'],
  })),
  'enum changed': withSchema((schema) =>
    isArray(schema['enum']) ? { ...schema, enum: [...schema['enum'], 'edited'] } : undefined,
  ),
  'composition changed': withSchema((schema) => {
    const keyword = ['oneOf', 'anyOf', 'allOf'].find((name) => isArray(schema[name]));
    return keyword === undefined
      ? undefined
      : { ...schema, [keyword]: [...(schema[keyword] as Json[]), { title: 'Edited' }] };
  }),
};

export interface EditKind {
  readonly kind: Kind;
  readonly name: string;
  /** Undefined for a deletion. */
  readonly change: Change | undefined;
}

const path: Change = (resource) => ({ ...resource, path: `${textOf(resource['path'])}/edited` });

const kindsOf = (kind: Kind, changes: { readonly [name: string]: Change }): readonly EditKind[] => [
  { kind, name: 'deleted', change: undefined },
  ...Object.entries(changes).map(([name, change]) => ({ kind, name, change })),
];

/** Every kind of edit of an entity that exists. Entities that users make are created besides. */
export const editKinds: readonly EditKind[] = [
  ...kindsOf('actions', { ...operationChanges, 'path changed': path }),
  ...kindsOf('triggers', operationChanges),
  ...kindsOf('definitions', definitionChanges),
];
