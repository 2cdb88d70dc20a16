import type { HostileDocument } from './hostile-document.ts';
import { longText, members, swaggerOf, times } from './parts.ts';

const response = { 200: { description: 'd', schema: { type: 'string' } } };

/** Operations of Swagger 2.0, each with an operation object of its own. */
const operations = (count: number, operation: (at: number) => object): object =>
  members(count, (at) => [`/p${at}`, { post: { responses: {}, ...operation(at) } }]);

/** Lists of a Swagger 2.0 document that each operation inherits or combines with its own, and shared objects that it writes out. */
export const inheritedLists: readonly HostileDocument[] = [
  {
    name: 'many media types for many operations',
    build: (size) =>
      swaggerOf({
        consumes: times(size / 60, (at) => `application/x${at}`),
        produces: times(size / 60, (at) => `application/y${at}`),
        paths: operations(size / 160, () => ({
          parameters: [{ in: 'body', name: 'b', schema: {} }],
          responses: response,
        })),
      }),
  },
  {
    name: 'many media types of forms for many operations',
    build: (size) =>
      swaggerOf({
        consumes: times(size / 60, (at) => `multipart/x${at}`),
        paths: operations(size / 160, () => ({ parameters: [{ in: 'formData', name: 'b', type: 'string' }] })),
      }),
  },
  {
    name: 'a long host for many operations with schemes of their own',
    build: (size) =>
      swaggerOf({
        host: longText(size / 2),
        schemes: ['https'],
        paths: operations(size / 80, () => ({ schemes: ['http'] })),
      }),
  },
  {
    name: 'many schemes for many operations',
    build: (size) =>
      swaggerOf({ host: 'h', schemes: times(size / 20, (at) => `s${at}`), paths: operations(size / 80, () => ({})) }),
  },
  {
    name: 'a host with many parameters for many operations with schemes of their own',
    build: (size) =>
      swaggerOf({
        'x-ms-parameterized-host': {
          hostTemplate: '{a}',
          parameters: times(size / 60, (at) => ({ name: `p${at}`, in: 'path' })),
        },
        schemes: ['https'],
        paths: operations(size / 80, () => ({ schemes: ['http'] })),
      }),
  },
  {
    name: 'a response with many headers for many operations with media types of their own',
    build: (size) =>
      swaggerOf({
        paths: operations(size / 180, (at) => ({
          produces: [`a/${at}`],
          responses: { 200: { $ref: '#/responses/r' } },
        })),
        responses: {
          r: { description: 'd', schema: {}, headers: members(size / 60, (at) => [`H${at}`, { type: 'string' }]) },
        },
      }),
  },
  {
    name: 'a field of a form with many values for many operations',
    build: (size) =>
      swaggerOf({
        paths: members(size / 90, (at) => [
          `/p${at}`,
          { parameters: [{ $ref: '#/parameters/b' }], post: { responses: {} } },
        ]),
        parameters: { b: { in: 'formData', name: 'b', type: 'string', enum: times(size / 20, (at) => `v${at}`) } },
      }),
  },
  {
    name: 'a response with many media types and many examples of others',
    build: (size) =>
      swaggerOf({
        produces: times(size / 60, (at) => `application/y${at}`),
        paths: operations(1, () => ({
          responses: {
            200: { description: 'd', schema: {}, examples: members(size / 60, (at) => [`application/z${at}`, {}]) },
          },
        })),
      }),
  },
];
