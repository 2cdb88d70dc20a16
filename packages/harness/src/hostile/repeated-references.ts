import type { HostileDocument } from './hostile-document.ts';
import { documentOf, longText, members, times } from './parts.ts';

const reference = (section: string, name: string) => ({ $ref: `#/components/${section}/${name}` });

/** One large object that many operations reference, or that each operation inherits. */
export const repeatedReferences: readonly HostileDocument[] = [
  {
    name: 'many paths with one large path item',
    build: (size) =>
      documentOf({
        paths: members(size / 90, (at) => [`/${at}`, reference('pathItems', 'x')]),
        components: { pathItems: { x: { get: { description: longText(size / 2), responses: {} } } } },
      }),
  },
  {
    name: 'many operations with a parameter of a long name',
    build: (size) =>
      documentOf({
        paths: members(size / 200, (at) => [
          `/${at}`,
          { get: { responses: {}, parameters: [reference('parameters', 'p')] } },
        ]),
        components: { parameters: { p: { name: longText(size / 2), in: 'query', schema: { type: 'string' } } } },
      }),
  },
  {
    name: 'many operations with a definition of a long description',
    build: (size) =>
      documentOf({
        paths: members(size / 300, (at) => [`/${at}`, { get: { responses: { 200: jsonResponse('S') } } }]),
        components: { schemas: { S: { description: longText(size / 2), type: 'object' } } },
      }),
  },
  {
    name: 'many responses with one response of many bodies',
    build: (size) =>
      documentOf({
        paths: { '/a': { get: { responses: equalResponses(size) } } },
        components: { responses: { r: { description: 'r', content: members(size / 120, bodyAt) } } },
      }),
  },
  {
    name: 'many operations with one request body of many media types',
    build: (size) =>
      documentOf({
        paths: members(size / 180, (at) => [
          `/p${at}`,
          { post: { responses: {}, requestBody: reference('requestBodies', 'r') } },
        ]),
        components: { requestBodies: { r: { content: members(size / 120, bodyAt) } } },
      }),
  },
  {
    name: 'many operations with one callback of many path items',
    build: (size) =>
      documentOf({
        paths: members(size / 180, (at) => [
          `/p${at}`,
          { post: { responses: {}, callbacks: { c: reference('callbacks', 'c') } } },
        ]),
        components: { callbacks: { c: members(size / 120, (at) => [`{$url}${at}`, { post: { responses: {} } }]) } },
      }),
  },
  {
    name: 'many responses with one response of many headers',
    build: (size) =>
      documentOf({
        paths: { '/a': { get: { responses: equalResponses(size) } } },
        components: {
          responses: {
            r: { description: 'r', headers: members(size / 50, (at) => [`H${at}`, { schema: { type: 'string' } }]) },
          },
        },
      }),
  },
  {
    name: 'many operations that inherit a long list of security requirements',
    build: (size) =>
      documentOf({
        security: times(size / 100, (at) => ({ [`s${at}`]: [longText(60)] })),
        paths: members(size / 100, (at) => [`/${at}`, { get: { responses: {} } }]),
      }),
  },
  {
    name: 'many operations that inherit a long server',
    build: (size) =>
      documentOf({
        paths: members(size / 400, (at) => [
          `/${at}`,
          { servers: [{ url: 'https://a.example/' }], get: { responses: {}, callbacks: callbackOf(at) } },
        ]),
        servers: [{ url: `https://b.example/${longText(size / 2)}` }],
      }),
  },
  {
    name: 'a server with many placeholders of a long variable',
    build: (size) =>
      documentOf({
        servers: [
          { url: `https://a.example/${'{v}'.repeat(size / 6)}`, variables: { v: { default: longText(size / 2) } } },
        ],
      }),
  },
  {
    name: 'callbacks that lead to two further callbacks each',
    build: (size) =>
      documentOf({
        paths: { '/a': reference('pathItems', 'p0') },
        components: { pathItems: members(size / 200, (at) => [`p${at}`, callingTwice(at + 1)]) },
      }),
  },
];

/** Responses that are all the same one. */
function equalResponses(size: number): object {
  return members(Math.min(400, size / 90), (at) => [String(200 + at), reference('responses', 'r')]);
}

function jsonResponse(schema: string): object {
  return { description: 'r', content: { 'application/json': { schema: reference('schemas', schema) } } };
}

function bodyAt(at: number): readonly [string, object] {
  return [`application/x${at}`, { schema: { type: 'object', title: `t${at}` } }];
}

function callbackOf(at: number): object {
  return { changed: { [`{$request.body#/url${at}}`]: { post: { responses: {} } } } };
}

function callingTwice(next: number): object {
  const further = { '{$url}': reference('pathItems', `p${next}`) };
  return { post: { responses: {}, callbacks: { one: further, other: further } } };
}
