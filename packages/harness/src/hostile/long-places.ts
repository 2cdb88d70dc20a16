import type { HostileDocument } from './hostile-document.ts';
import { documentOf, longText, members, times, yamlHead } from './parts.ts';

/** One long key with many faults below it: each place that a message states repeats the key. */
export const longPlaces: readonly HostileDocument[] = [
  {
    name: 'a long path with many wrong members',
    build: (size) =>
      documentOf({
        paths: {
          [`/${longText(size / 2)}`]: {
            get: {
              parameters: times(size / 400, (at) => ({ name: at, in: `q${at}`, schema: { type: 'x', pattern: '(' } })),
              responses: members(size / 400, (at) => [
                `a${at}`,
                { content: { a: { schema: { type: 'z', minimum: 'a' } } } },
              ]),
            },
          },
        },
      }),
  },
  {
    name: 'a schema with a long name and many wrong keywords',
    build: (size) => documentOf({ components: { schemas: { [longText(size / 2)]: wrongProperties(size / 100) } } }),
  },
  {
    name: 'a schema with a long name and many dangling references',
    build: (size) => documentOf({ components: { schemas: { [longText(size / 2)]: danglingProperties(size / 80) } } }),
  },
];

function wrongProperties(count: number): object {
  return { properties: members(count, (at) => [`p${at}`, { type: `no${at}`, minimum: 'x' }]) };
}

function danglingProperties(count: number): object {
  return { properties: members(count, (at) => [`p${at}`, { $ref: `#/nowhere/${at}` }]) };
}

/** One long key with many values below it that the reader reports. */
export const brokenNotices: readonly HostileDocument[] = [
  {
    name: 'a long key with many numbers beyond the range',
    build: (size) => withRaw(`{${JSON.stringify(longText(size / 2))}:[${times(size / 12, () => '1e400').join()}]}`),
  },
  {
    name: 'a long key with many imprecise numbers',
    build: (size) =>
      withRaw(`{${JSON.stringify(longText(size / 2))}:[${times(size / 42, () => '12345678901234567890').join()}]}`),
  },
  {
    name: 'a long key with many duplicate keys',
    build: (size) =>
      withRaw(`{${JSON.stringify(longText(size / 2))}:{${times(size / 24, (at) => `"a${at >> 1}":1`).join()}}}`),
  },
  {
    name: 'a long key with many mappings as keys',
    build: (size) =>
      `${yamlHead}x-a:\n  ? ${longText(size / 2)}\n  : [${times(size / 26, () => '{{a: 1}: 2}').join(', ')}]\n`,
  },
];

function withRaw(value: string): string {
  return `${documentOf({}).slice(0, -1)},"x-a":${value}}`;
}
