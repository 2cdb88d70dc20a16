import type { HostileDocument } from './hostile-document.ts';
import { documentOf, longText, members, times } from './parts.ts';

const shared = { $ref: '#/components/schemas/S' };

/** Operations with one parameter each, and a schema that the parameters refer to. */
const withParameters = (size: number, parameterSchema: object, S: object): string =>
  documentOf({
    paths: members(size / 200, (at) => [
      `/p${at}`,
      { get: { responses: {}, parameters: [{ name: 'a', in: 'query', schema: parameterSchema }] } },
    ]),
    components: { schemas: { S } },
  });

/** A schema of many parts that many others refer to, each of which is held against all of them. */
export const sharedSchemas: readonly HostileDocument[] = [
  {
    name: 'many parameters of a schema with many branches',
    build: (size) => withParameters(size, shared, { oneOf: times(size / 60, (at) => ({ enum: [`a${at}`] })) }),
  },
  {
    name: 'many parameters with a default of a schema with many values',
    build: (size) =>
      withParameters(size, { default: 'v', allOf: [shared] }, { enum: times(size / 30, (at) => `v${at}`) }),
  },
  {
    name: 'many parameters with a default of a schema with many objects as values',
    build: (size) =>
      withParameters(size, { default: { a: 1 }, allOf: [shared] }, { enum: times(size / 30, (a) => ({ a })) }),
  },
  {
    name: 'many parameters with a default of a schema with many parts',
    build: (size) =>
      withParameters(size, { default: 'v', allOf: [shared] }, { allOf: times(size / 30, () => ({ minLength: 1 })) }),
  },
  {
    name: 'many properties with a default of a schema with many branches',
    build: (size) =>
      documentOf({
        components: {
          schemas: {
            A: { properties: members(size / 100, (at) => [`p${at}`, { ...shared, default: 'v1' }]) },
            S: { oneOf: times(size / 60, (at) => ({ const: `v${at}` })) },
          },
        },
      }),
  },
  {
    name: 'many referenced places of one name',
    build: (size) =>
      documentOf({
        paths: members(Math.min(size / 170, 20_000), (at) => {
          // Names have none of these characters.
          const path = `/${String.fromCodePoint(0x4e_00 + at)}`;
          const copy = { $ref: `#/paths/${path.replace('/', '~1')}/get/responses/200` };
          return [path, { get: { responses: { 200: { description: 'd' }, 201: copy } } }];
        }),
      }),
  },
  {
    name: 'many anchors of one name in schemas with identifiers',
    build: (size) =>
      documentOf({
        components: {
          schemas: members(size / 120, (at) => [
            `A${at}`,
            { $id: `u${at}`, $dynamicAnchor: 'a', items: { $dynamicRef: '#a' } },
          ]),
        },
      }),
  },
  {
    name: 'a chain of references below a long identifier',
    build: (size) =>
      documentOf({
        components: {
          schemas: {
            A: {
              $id: `https://a.example/${longText(size / 2)}`,
              $defs: members(size / 80, (at) => [`D${at}`, { $ref: `#/$defs/D${at + 1}` }]),
            },
          },
        },
      }),
  },
];
