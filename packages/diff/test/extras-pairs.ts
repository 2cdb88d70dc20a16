import { bodyOf, type documentOf, done, referenceTo } from './content-of.ts';
import type { OperationCase } from './operation-pairs.ts';

type Parts = Parameters<typeof documentOf>[0];
type Root = NonNullable<Parts['schemas']>[string];

const action = (more: { readonly [key: string]: Root } = {}): Parts => ({
  paths: { '/it': { post: { operationId: 'use', responses: done, ...more } } },
});

const response = (more: { readonly [key: string]: Root }): Parts =>
  action({ responses: { '204': { description: 'Done', ...more } } });

const body = (content: { readonly [key: string]: Root }): Parts => ({
  ...action({ requestBody: { content } }),
  schemas: { One: { type: 'string' }, Two: { type: 'number' } },
});

const limit = (more: { readonly [key: string]: Root } = {}): Root => ({
  name: 'limit',
  in: 'query',
  schema: { type: 'string' },
  ...more,
});

/** An action that references the object of a section with the given name. */
const toParameter = (more: { readonly [key: string]: Root } = {}): Parts =>
  action({ parameters: [{ $ref: '#/components/parameters/limit', ...more }] });

const toResponse = (name = 'gone'): Parts =>
  action({ responses: { '404': { $ref: `#/components/responses/${name}` } } });

const toBody = action({ requestBody: { $ref: '#/components/requestBodies/pet' } });

const sharing = (parts: Parts, shared: NonNullable<Parts['shared']>): Parts => ({ ...parts, shared });
const used = 'action use';
const version = 'version extras/extras';
const changed = 'EXTRAS_CHANGED annotation';

function row(change: string, before: Parts, after: Parts, ...expected: readonly string[]): OperationCase {
  return { change, before, after, expected };
}

const member = (name: string, parts: (value: Root) => Parts, at: string, [old, next]: readonly [Root, Root]) =>
  row(name, parts(old), parts(next), `${used}${at}: ${changed}`);

/** Pairs with one change of extras each, written by hand. */
export const extrasPairs: readonly OperationCase[] = [
  member(
    'the description of a response',
    (description) => response({ description }),
    '/responses/204/openapi/description',
    ['Done', 'Did'],
  ),
  member(
    'one header of a response',
    (description) => response({ headers: { A: { schema: { type: 'string' } }, B: { description } } }),
    '/responses/204/openapi/headers/B',
    ['One', 'Other'],
  ),
  member(
    'one link of a response',
    (description) => response({ links: { next: { operationId: 'use', description } } }),
    '/responses/204/openapi/links/next',
    ['One', 'Other'],
  ),
  member(
    'the description of a body',
    (description) => action({ requestBody: { ...bodyOf({ type: 'string' }), description } }),
    '/requestBody/openapi/description',
    ['One', 'Other'],
  ),
  member(
    'an example of a media type',
    (example) => body({ 'text/csv': { schema: referenceTo('One'), example } }),
    '/requestBody/openapi/content/text~1csv/example',
    ['a', 'b'],
  ),
  member(
    'an extension of a parameter',
    (value) => action({ parameters: [limit({ 'x-of': value })] }),
    '/parameters/query/limit/openapi/x-of',
    [1, 2],
  ),
  member(
    'a member of a media type of a parameter',
    (example) =>
      action({
        parameters: [{ name: 'q', in: 'query', content: { 'text/csv': { schema: { type: 'string' }, example } } }],
      }),
    '/parameters/query/q/openapi/content/text~1csv/example',
    ['a', 'b'],
  ),
  row(
    'a media type without a schema',
    response({ content: { 'text/csv': {} } }),
    response({ content: { 'text/csv': {}, 'text/tsv': {} } }),
    `${used}/responses/204/openapi/content/text~1tsv: MEDIA_TYPE_ADDED non-breaking`,
    'definition Use204Response/accept: MEDIA_TYPE_ADDED non-breaking',
  ),
  row(
    'the content of a response, without a schema',
    response({ content: { 'text/csv': {} } }),
    response({}),
    `${used}/responses/204: RESPONSE_BODY_REMOVED breaking`,
    'definition Use204Response: DEFINITION_REMOVED non-breaking',
  ),
  row(
    'content of a request body that had none',
    { ...body({}), ...action({ requestBody: { content: {} } }) },
    body({ 'text/csv': { schema: referenceTo('One') } }),
    `${used}/requestBody: BODY_ALTERNATIVE_ADDED non-breaking`,
  ),
  row(
    'definitions that change places',
    body({ 'text/csv': { schema: referenceTo('One') }, 'text/tsv': { schema: referenceTo('Two') } }),
    body({ 'text/csv': { schema: referenceTo('Two') }, 'text/tsv': { schema: referenceTo('One') } }),
    `${used}/requestBody/openapi/content/text~1csv/schema/type: TYPE_CHANGED breaking`,
    `${used}/requestBody/openapi/content/text~1tsv/schema/type: TYPE_CHANGED breaking`,
    'definition One/accept: MEDIA_TYPE_REMOVED breaking',
    'definition One/accept: MEDIA_TYPE_ADDED non-breaking',
    'definition Two/accept: MEDIA_TYPE_REMOVED breaking',
    'definition Two/accept: MEDIA_TYPE_ADDED non-breaking',
  ),
  row(
    'a shared parameter',
    sharing(toParameter(), { parameters: { limit: limit() } }),
    sharing(toParameter(), { parameters: { limit: limit({ style: 'pipeDelimited' }) } }),
    `${used}/parameters/query/limit/openapi/style: PARAMETER_SERIALISATION_CHANGED breaking`,
    `${version}/components/parameters/limit: ${changed}`,
  ),
  row(
    'a shared parameter, beside whose reference the member stands',
    sharing(toParameter({ description: 'Own' }), { parameters: { limit: limit({ description: 'One' }) } }),
    sharing(toParameter({ description: 'Own' }), { parameters: { limit: limit({ description: 'Other' }) } }),
    `${version}/components/parameters/limit: ${changed}`,
  ),
  row(
    'a parameter that is written out',
    sharing(toParameter(), { parameters: { limit: limit() } }),
    sharing(action({ parameters: [limit()] }), { parameters: { limit: limit() } }),
    `${used}/parameters/query/limit/openapi/$ref: ${changed}`,
  ),
  row(
    'a shared response',
    sharing(toResponse(), { responses: { gone: { description: 'Gone' } } }),
    sharing(toResponse(), { responses: { gone: { description: 'Lost' } } }),
    `${used}/responses/404/openapi/description: ${changed}`,
    `${version}/components/responses/gone: ${changed}`,
  ),
  row(
    'a response with an equal one elsewhere',
    sharing(toResponse('gone'), { responses: { gone: { description: 'Gone' }, lost: { description: 'Gone' } } }),
    sharing(toResponse('lost'), { responses: { gone: { description: 'Gone' }, lost: { description: 'Gone' } } }),
    `${used}/responses/404/openapi/$ref: ${changed}`,
  ),
  row(
    'a media type of a shared body',
    sharing(toBody, { requestBodies: { pet: { content: { 'text/csv': {} } } } }),
    sharing(toBody, { requestBodies: { pet: { content: { 'text/csv': {}, 'text/tsv': {} } } } }),
    `${used}/requestBody/openapi/content/text~1tsv: MEDIA_TYPE_ADDED non-breaking`,
    'definition PetRequest/accept: MEDIA_TYPE_ADDED non-breaking',
    `${version}/components/requestBodies/pet: ${changed}`,
  ),
  row(
    'a member of the document',
    { info: { contact: { name: 'One' } } },
    { info: { contact: { name: 'Other' } } },
    `${version}/info/contact: ${changed}`,
  ),
  row(
    'a shared object that nothing references',
    { shared: { headers: { A: { description: 'One' } } } },
    { shared: { headers: { A: { description: 'One' }, B: { description: 'Two' } } } },
    `${version}/components/headers/B: ${changed}`,
  ),
];
