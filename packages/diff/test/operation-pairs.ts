import { bodyOf, type documentOf, done, referenceTo } from './content-of.ts';

type Parts = Parameters<typeof documentOf>[0];
type Root = NonNullable<Parts['schemas']>[string];

export interface OperationCase {
  readonly change: string;
  readonly before: Parts;
  readonly after: Parts;
  readonly expected: readonly string[];
}

const action = (more: { readonly [key: string]: Root } = {}, path = '/it', method = 'post'): Parts => ({
  paths: { [path]: { [method]: { operationId: 'use', responses: done, ...more } } },
});

const trigger = (more: { readonly [key: string]: Root } = {}, name = 'sold'): Parts => ({
  webhooks: { [name]: { post: { operationId: 'onSold', responses: done, ...more } } },
});

const query = (name: string, more: { readonly [key: string]: Root } = {}): Root => ({
  parameters: [{ name, in: 'query', schema: { type: 'string' }, ...more }],
});

function withParameter(more: { readonly [key: string]: Root } = {}): Parts {
  return action({ parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...more }] });
}

const withSchemas = (parts: Parts, schemas: NonNullable<Parts['schemas']>): Parts => ({ ...parts, schemas });
const listed = (...names: readonly string[]): { readonly [key: string]: Root } => ({
  content: Object.fromEntries(names.map((name, index) => [`application/${index}+json`, { schema: referenceTo(name) }])),
});
const both = { One: { type: 'string' }, Two: { type: 'number' } } as const;
const used = 'action use';
const sold = 'trigger onSold';

function row(change: string, before: Parts, after: Parts, ...expected: readonly string[]): OperationCase {
  return { change, before, after, expected };
}

const secured = (...groups: readonly Root[]): Parts => action({ security: groups });
const inPath = (name: string): Parts =>
  action({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] }, `/it/{${name}}`);

/** Pairs with one change each, written by hand: the expected rule, and its class for senders and receivers. */
export const operationPairs: readonly OperationCase[] = [
  row('an action comes', {}, action(), `${used}: ACTION_ADDED non-breaking`),
  row('an action goes', action(), {}, `${used}: ACTION_REMOVED breaking`),
  row('a trigger comes', {}, trigger(), `${sold}: TRIGGER_ADDED non-breaking`),
  row('a trigger goes', trigger(), {}, `${sold}: TRIGGER_REMOVED breaking`),
  row('another method', action({}, '/it', 'post'), action({}, '/it', 'put'), `${used}/method: METHOD_CHANGED breaking`),
  row('another path', action({}, '/it'), action({}, '/that'), `${used}/path: PATH_CHANGED breaking`),
  row('another webhook', trigger({}, 'sold'), trigger({}, 'bought'), `${sold}/path: PATH_CHANGED breaking`),
  row(
    'another operationId, and so another name',
    action(),
    action({ operationId: 'do' }),
    'action do/name: NAME_CHANGED non-breaking',
    'action do/openapi/operationId: OPERATION_ID_CHANGED annotation',
  ),
  row(
    'other servers',
    action(),
    action({ servers: [{ url: 'https://other.example' }] }),
    `${used}/openapi/servers: SERVERS_CHANGED breaking`,
  ),
  row('credentials are needed', action(), secured({ key: [] }), `${used}/openapi/security: SECURITY_REQUIRED breaking`),
  row(
    'credentials became optional',
    secured({ key: [] }),
    secured({}, { key: [] }),
    `${used}/openapi/security: SECURITY_DROPPED non-breaking`,
  ),
  row(
    'one more way in',
    secured({ key: [] }),
    secured({ key: [] }, { login: [] }),
    `${used}/openapi/security: SECURITY_ALTERNATIVE_ADDED non-breaking`,
  ),
  row(
    'a way in is closed',
    secured({ key: [] }, { login: [] }),
    secured({ login: [] }),
    `${used}/openapi/security: SECURITY_ALTERNATIVE_REMOVED breaking`,
  ),
  row(
    'a scope is needed',
    secured({ login: [] }),
    secured({ login: ['read'] }),
    `${used}/openapi/security: SCOPE_ADDED breaking`,
  ),
  row(
    'a scope is needed no more',
    secured({ login: ['read'] }),
    secured({ login: [] }),
    `${used}/openapi/security: SCOPE_REMOVED non-breaking`,
  ),
  row(
    'deprecated',
    action(),
    action({ deprecated: true }),
    `${used}/openapi/deprecated: OPERATION_DEPRECATED annotation`,
  ),
  row(
    'no longer deprecated',
    action({ deprecated: true }),
    action(),
    `${used}/openapi/deprecated: OPERATION_UNDEPRECATED annotation`,
  ),
  row(
    'another summary',
    action({ summary: 'a' }),
    action({ summary: 'b' }),
    `${used}/summary: SUMMARY_CHANGED annotation`,
  ),
  row(
    'another description',
    trigger({ description: 'a' }),
    trigger({ description: 'b' }),
    `${sold}/description: DESCRIPTION_CHANGED annotation`,
  ),
  row('other tags', action({ tags: ['a'] }), action({ tags: ['b'] }), `${used}/openapi/tags: TAGS_CHANGED annotation`),
  row(
    'other documentation',
    action(),
    action({ externalDocs: { url: 'https://docs.example' } }),
    `${used}/openapi/externalDocs: EXTRAS_CHANGED annotation`,
  ),

  row(
    'an optional parameter comes',
    action(),
    withParameter(),
    `${used}/parameters/query/q: OPTIONAL_PARAMETER_ADDED non-breaking`,
  ),
  row(
    'a required parameter comes',
    action(),
    withParameter({ required: true }),
    `${used}/parameters/query/q: REQUIRED_PARAMETER_ADDED breaking`,
  ),
  row(
    'a required parameter of a trigger comes',
    trigger(),
    trigger(Object(query('q', { required: true }))),
    `${sold}/parameters/query/q: REQUIRED_PARAMETER_ADDED non-breaking`,
  ),
  row('a parameter goes', withParameter(), action(), `${used}/parameters/query/q: PARAMETER_REMOVED breaking`),
  row(
    'a path parameter is called otherwise',
    inPath('id'),
    inPath('itId'),
    `${used}/parameters/path/itId: PARAMETER_RENAMED breaking`,
  ),
  row(
    'a parameter becomes required',
    withParameter(),
    withParameter({ required: true }),
    `${used}/parameters/query/q: PARAMETER_BECAME_REQUIRED breaking`,
  ),
  row(
    'a parameter becomes optional',
    withParameter({ required: true }),
    withParameter(),
    `${used}/parameters/query/q: PARAMETER_BECAME_OPTIONAL non-breaking`,
  ),
  row(
    'a parameter of a trigger becomes optional',
    trigger(Object(query('q', { required: true }))),
    trigger(Object(query('q'))),
    `${sold}/parameters/query/q: PARAMETER_BECAME_OPTIONAL breaking`,
  ),
  row(
    'a parameter without a schema gets one of another type',
    action({ parameters: [{ name: 'q', in: 'query' }] }),
    withParameter({ schema: { type: 'integer' } }),
    `${used}/parameters/query/q/type: PARAMETER_TYPE_NARROWED breaking`,
  ),
  row(
    'a parameter loses its schema, and may be any text',
    withParameter({ schema: { type: 'integer' } }),
    action({ parameters: [{ name: 'q', in: 'query' }] }),
    `${used}/parameters/query/q/type: PARAMETER_TYPE_WIDENED non-breaking`,
  ),
  row(
    'a parameter of another type',
    withParameter({ schema: { type: 'integer' } }),
    withParameter({ schema: { type: 'boolean' } }),
    `${used}/parameters/query/q/openapi/schema/type: TYPE_CHANGED breaking`,
  ),
  row(
    'a parameter with one more value',
    withParameter({ schema: { enum: ['a'] } }),
    withParameter({ schema: { enum: ['a', 'b'] } }),
    `${used}/parameters/query/q/openapi/schema/enum: ENUM_VALUE_ADDED non-breaking`,
  ),
  row(
    'a parameter written otherwise',
    withParameter(),
    withParameter({ explode: false }),
    `${used}/parameters/query/q/openapi/explode: PARAMETER_SERIALISATION_CHANGED breaking`,
  ),
  row(
    'a deprecated parameter',
    withParameter(),
    withParameter({ deprecated: true }),
    `${used}/parameters/query/q: PARAMETER_DEPRECATED annotation`,
  ),
  row(
    'a parameter no longer deprecated',
    withParameter({ deprecated: true }),
    withParameter(),
    `${used}/parameters/query/q: PARAMETER_UNDEPRECATED annotation`,
  ),
  row(
    'a parameter described otherwise',
    withParameter({ description: 'a' }),
    withParameter({ description: 'b' }),
    `${used}/parameters/query/q/openapi/description: DESCRIPTION_CHANGED annotation`,
  ),

  row(
    'a required body comes',
    withSchemas(action(), both),
    withSchemas(action({ requestBody: { ...listed('One'), required: true } }), both),
    `${used}/requestBody: REQUIRED_BODY_ADDED breaking`,
  ),
  row(
    'an optional body comes',
    withSchemas(action(), both),
    withSchemas(action({ requestBody: listed('One') }), both),
    `${used}/requestBody: OPTIONAL_BODY_ADDED non-breaking`,
  ),
  row(
    'a trigger carries a body',
    withSchemas(trigger(), both),
    withSchemas(trigger({ requestBody: { ...listed('One'), required: true } }), both),
    `${sold}/requestBody: REQUIRED_BODY_ADDED non-breaking`,
  ),
  row(
    'a body goes',
    withSchemas(action({ requestBody: listed('One') }), both),
    withSchemas(action(), both),
    `${used}/requestBody: BODY_REMOVED breaking`,
  ),
  row(
    'a body becomes required',
    withSchemas(action({ requestBody: listed('One') }), both),
    withSchemas(action({ requestBody: { ...listed('One'), required: true } }), both),
    `${used}/requestBody: BODY_BECAME_REQUIRED breaking`,
  ),
  row(
    'a body becomes optional',
    withSchemas(action({ requestBody: { ...listed('One'), required: true } }), both),
    withSchemas(action({ requestBody: listed('One') }), both),
    `${used}/requestBody: BODY_BECAME_OPTIONAL non-breaking`,
  ),
  row(
    'one more body',
    withSchemas(action({ requestBody: listed('One') }), both),
    withSchemas(action({ requestBody: listed('One', 'Two') }), both),
    `${used}/requestBody: BODY_ALTERNATIVE_ADDED non-breaking`,
  ),
  row(
    'one body less',
    withSchemas(action({ requestBody: listed('One', 'Two') }), both),
    withSchemas(action({ requestBody: listed('One') }), both),
    `${used}/requestBody: BODY_ALTERNATIVE_REMOVED breaking`,
  ),
  row(
    'one body for another',
    withSchemas(action({ requestBody: listed('One') }), both),
    withSchemas(action({ requestBody: listed('Two') }), both),
    `${used}/requestBody/type: TYPE_CHANGED breaking`,
  ),
  row(
    'one body for another that allows the same',
    withSchemas(action({ requestBody: listed('One') }), { ...both, Same: { type: 'string' } }),
    withSchemas(action({ requestBody: listed('Same') }), { ...both, Same: { type: 'string' } }),
    `${used}/requestBody: BODY_DEFINITION_CHANGED annotation`,
  ),
  row(
    'a response comes',
    action(),
    action({ responses: { '204': { description: 'Done' }, '200': { description: 'It' } } }),
    `${used}/responses/200: RESPONSE_ADDED non-breaking`,
  ),
  row(
    'a success goes',
    action({ responses: { '204': { description: 'Done' }, '200': { description: 'It' } } }),
    action(),
    `${used}/responses/200: SUCCESS_RESPONSE_REMOVED breaking`,
  ),
  row(
    'an error goes',
    action({ responses: { '204': { description: 'Done' }, '404': { description: 'No' } } }),
    action(),
    `${used}/responses/404: ERROR_RESPONSE_REMOVED non-breaking`,
  ),
  row(
    'a trigger may no longer be answered so',
    trigger({ responses: { '204': { description: 'Done' }, '410': { description: 'No' } } }),
    trigger(),
    `${sold}/responses/410: ERROR_RESPONSE_REMOVED breaking`,
  ),
  row(
    'a response gets a body',
    withSchemas(action({ responses: { '200': { description: 'It' } } }), both),
    withSchemas(action({ responses: { '200': bodyOf(referenceTo('One')) } }), both),
    `${used}/responses/200: RESPONSE_BODY_ADDED non-breaking`,
  ),
  row(
    'a response loses its body',
    withSchemas(action({ responses: { '200': bodyOf(referenceTo('One')) } }), both),
    withSchemas(action({ responses: { '200': { description: 'It' } } }), both),
    `${used}/responses/200: RESPONSE_BODY_REMOVED breaking`,
  ),

  row(
    'a definition comes',
    {},
    { schemas: { One: { type: 'string' } } },
    'definition One: DEFINITION_ADDED non-breaking',
  ),
  row(
    'a definition goes that nothing uses',
    { schemas: { One: { type: 'string' } } },
    {},
    'definition One: DEFINITION_REMOVED non-breaking',
  ),
  row(
    'a definition goes that something used',
    withSchemas(action({ requestBody: listed('One', 'Two') }), both),
    withSchemas(action({ requestBody: listed('One') }), { One: both.One }),
    `${used}/requestBody: BODY_ALTERNATIVE_REMOVED breaking`,
    'definition Two: DEFINITION_REMOVED non-breaking',
  ),
  row(
    'a definition is called otherwise, wherever it is named',
    withSchemas(action({ requestBody: listed('One') }), {
      One: both.One,
      Has: { properties: { one: referenceTo('One') } },
    }),
    withSchemas(action({ requestBody: listed('Uno') }), {
      Uno: both.One,
      Has: { properties: { one: referenceTo('Uno') } },
    }),
    'definition Uno/name: DEFINITION_RENAMED non-breaking',
  ),
  row(
    'a body under one more media type',
    withSchemas(action({ requestBody: bodyOf(referenceTo('One'), 'text/csv') }), both),
    withSchemas(
      action({
        requestBody: bodyOf(referenceTo('One'), 'text/csv'),
        responses: { '204': bodyOf(referenceTo('One'), 'text/tsv') },
      }),
      both,
    ),
    `${used}/responses/204: RESPONSE_BODY_ADDED non-breaking`,
    `${used}/responses/204/openapi/description: EXTRAS_CHANGED annotation`,
    'definition One/accept: MEDIA_TYPE_ADDED non-breaking',
  ),
  row(
    'a body under another media type',
    withSchemas(action({ requestBody: bodyOf(referenceTo('One'), 'text/csv') }), both),
    withSchemas(action({ requestBody: bodyOf(referenceTo('One'), 'text/tsv') }), both),
    `${used}/requestBody/openapi/content/text~1csv: MEDIA_TYPE_REMOVED breaking`,
    `${used}/requestBody/openapi/content/text~1tsv: MEDIA_TYPE_ADDED non-breaking`,
    'definition One/accept: MEDIA_TYPE_REMOVED breaking',
    'definition One/accept: MEDIA_TYPE_ADDED non-breaking',
  ),
  row(
    'a schema instead of a reference to it',
    { schemas: { One: { type: 'string' }, Has: { properties: { one: referenceTo('One') } } } },
    { schemas: { One: { type: 'string' }, Has: { properties: { one: { type: 'string' } } } } },
    'definition Has/properties/one: REFERENCE_MOVED annotation',
  ),
  row(
    'a reference to another definition: what is behind it is compared',
    withSchemas(action({ requestBody: listed('Has') }), { ...both, Has: { properties: { one: referenceTo('One') } } }),
    withSchemas(action({ requestBody: listed('Has') }), { ...both, Has: { properties: { one: referenceTo('Two') } } }),
    'definition Has/properties/one/type: TYPE_CHANGED breaking',
  ),
  row(
    'a reference into a definition to another place',
    withSchemas(action({ requestBody: listed('Has') }), {
      Has: {
        $defs: { a: { type: 'string' }, b: { type: 'string' } },
        properties: { one: { $ref: '#/components/schemas/Has/$defs/a' } },
      },
    }),
    withSchemas(action({ requestBody: listed('Has') }), {
      Has: {
        $defs: { a: { type: 'string' }, b: { type: 'string' } },
        properties: { one: { $ref: '#/components/schemas/Has/$defs/b' } },
      },
    }),
    'definition Has/properties/one: REFERENCE_CHANGED breaking',
  ),
];
