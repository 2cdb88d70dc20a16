import type { HostileDocument } from './hostile-document.ts';
import { documentOf, members, times } from './parts.ts';

const schemasOf = (schemas: object, openapi = '3.1.0'): string => documentOf({ openapi, components: { schemas } });

const referenceTo = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** A document of one operation, whose response has this content. */
const responseOf = (content: object): string =>
  documentOf({ paths: { '/a': { get: { responses: { 200: { description: '', content } } } } } });

/** An object within as many others. */
const nest = (levels: number, inner: object, wrap: (inner: object) => object): object =>
  Array.from({ length: levels }).reduce<object>(wrap, inner);

/** Parts of a document that are looked at for each of many others: each at its first time only, or within a limit. */
export const repeatedWork: readonly HostileDocument[] = [
  {
    name: 'many schemas that extend one with many read-only properties',
    build: (size) =>
      schemasOf(
        {
          B: { properties: members(size / 60, (at) => [`p${at}`, { readOnly: true }]) },
          ...members(size / 140, (at) => [`S${at}`, { required: ['a'], allOf: [referenceTo('B')] }]),
        },
        '3.0.3',
      ),
  },
  {
    name: 'a tower of schemas with a required name each',
    build: (size) =>
      schemasOf(
        members(size / 80, (at) => [`S${at}`, { required: [`r${at}`], allOf: [referenceTo(`S${at - 1}`)] }]),
        '3.0.3',
      ),
  },
  {
    name: 'many required names within many levels of allOf',
    build: (size) =>
      schemasOf(
        { A: nest(230, { allOf: times(size / 22, () => ({ required: ['a'] })) }, (inner) => ({ allOf: [inner] })) },
        '3.0.3',
      ),
  },
  {
    name: 'many references to nothing within many levels of references',
    build: (size) =>
      schemasOf({
        A: nest(450, { allOf: times(size / 80, (at) => ({ $ref: `#/q${at}` })) }, (items) => ({ $ref: '#/no', items })),
      }),
  },
  {
    name: 'many texts for a pattern with many ways to match',
    build: (size) => {
      const items = { type: 'string', pattern: 'a*a*a*b' };
      return schemasOf({ D: { type: 'array', items, default: times(size / 103, () => 'a'.repeat(100)) } });
    },
  },
  {
    name: 'many values of many schemas together',
    build: (size) =>
      schemasOf({
        ...members(49, (at) => [`C${at}`, { type: 'integer' }]),
        D: {
          type: 'array',
          items: { allOf: times(49, (at) => referenceTo(`C${at}`)) },
          default: times(size / 20, () => 1),
        },
      }),
  },
  {
    name: 'many objects compared with an enumeration of objects',
    build: (size) => {
      const items = { type: 'object', enum: times(1_000, (at) => ({ a: at })) };
      return schemasOf({ D: { type: 'array', items, default: times(size / 9, () => ({ a: -1 })) } });
    },
  },
  {
    name: 'many parameters through a long chain of schemas',
    build: (size) =>
      documentOf({
        paths: {
          '/a': {
            get: {
              parameters: times(size / 130, (at) => ({ in: 'query', name: `q${at}`, schema: referenceTo(`A${at}`) })),
            },
          },
        },
        components: {
          schemas: {
            ...members(990, (at) => [`C${at}`, referenceTo(`C${at + 1}`)]),
            C990: { type: 'string' },
            ...members(size / 130, (at) => [`A${at}`, referenceTo('C0')]),
          },
        },
      }),
  },
  {
    name: 'a chain of path items with a member each',
    build: (size) =>
      documentOf({
        paths: members(size / 45, (at) => [`/p${at}`, { $ref: `#/paths/~1p${at + 1}`, [`x-${at}`]: 1 }]),
      }),
  },
  {
    name: 'many parameters with a text beside a reference to a large one',
    build: (size) =>
      documentOf({
        paths: {
          '/a': {
            get: { parameters: times(size / 140, () => ({ $ref: '#/components/parameters/B', description: 's' })) },
          },
        },
        components: { parameters: { B: { in: 'query', name: 'q', ...members(size / 22, (at) => [`x-${at}`, 1]) } } },
      }),
  },
  {
    name: 'many requirements of one scheme with many scopes',
    build: (size) =>
      documentOf({
        security: times(size / 20, () => ({ s: [] })),
        components: {
          securitySchemes: {
            s: {
              type: 'oauth2',
              flows: {
                implicit: { authorizationUrl: 'https://a.b/', scopes: members(size / 24, (at) => [`a${at}`, '']) },
              },
            },
          },
        },
      }),
  },
  {
    name: 'a path of many placeholders, with many parameters',
    build: (size) =>
      documentOf({
        paths: {
          [`/${times(size / 20, (at) => `{a${at}*}`).join('/')}`]: {
            parameters: times(size / 60, (at) => ({ in: 'path', name: `b${at}` })),
          },
        },
      }),
  },
  {
    name: 'a media type with a large schema, many times',
    build: (size) =>
      responseOf({
        'application/json': { schema: { enum: times(size / 22, (at) => `v${at}`) } },
        ...members(size / 90, (at) => [`application/json;a=${at}`, { schema: {} }]),
      }),
  },
  {
    name: 'a response with many media types of schemas of their own',
    build: (size) => responseOf(members(size / 45, (at) => [`a/b${at}`, { schema: { const: at } }])),
  },
  {
    name: 'many discriminators beside a schema that is renamed',
    build: (size) =>
      schemasOf({
        ä: {},
        ...members(size / 100, (at) => [
          `S${at}`,
          { discriminator: { propertyName: 'a' }, allOf: [referenceTo(`S${at - 1}`)] },
        ]),
      }),
  },
];
