import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiOperations, buildOpenApiDocument, fieldPath, parseRequest } from '../src/index.ts';
import { nearlyValidBodies, requestSchemas } from './nearly-valid.ts';

/** Words of the validator's own texts. */
const ofValidator = /\b(?:Invalid|expected|received|Unrecognized|Too (?:small|big)|undefined|NaN|regex|pattern)\b/i;

/** As the contract writes paths: `field1.field2[0].field3`. */
const notation = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/;

describe.each(requestSchemas)('the body of %s', (_operationId, schema) => {
  it('is refused in texts of this service, with fields in the notation of the contract', () => {
    fc.assert(
      fc.property(nearlyValidBodies(schema), (input) => {
        const parsed = parseRequest<unknown>(schema, input, 'body');
        for (const { field, message } of parsed.ok ? [] : parsed.faults) {
          expect(message).not.toMatch(ofValidator);
          expect(message).toMatch(/^[a-z].*[^.]$/s);
          expect(field).toMatch(notation);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a fault', () => {
  const schema = z.object({ name: z.string({ error: 'is required' }), list: z.array(z.object({ id: z.string() })) });
  const faultsOf = (input: unknown) => {
    const parsed = parseRequest<unknown>(schema, input, 'body');
    return parsed.ok ? [] : parsed.faults;
  };

  it.each([
    [7, 'must be a string, not a number'],
    [null, 'must be a string, not null'],
    [[], 'must be a string, not a list'],
    [true, 'must be a string, not a boolean'],
    [undefined, 'is required'],
  ])('of %j where a string is required names the type', (name, message) => {
    expect(faultsOf({ name, list: [] })).toEqual([{ field: 'name', message }]);
  });

  it('in an item of a list has its index in brackets', () => {
    expect(faultsOf({ name: 'x', list: [{ id: 'a' }, { id: 1 }] })).toMatchObject([{ field: 'list[1].id' }]);
  });

  it('of the whole body is about the body, and one of a part has the name of the part', () => {
    expect(faultsOf(3)).toEqual([{ field: 'body', message: 'must be an object, not a number' }]);
    expect(fieldPath('metadata', ['include', 'tags', 0])).toBe('metadata.include.tags[0]');
  });
});

const examples = Object(buildOpenApiDocument({ baseUrl: 'https://connectory.example' }).components).examples;
const scheme = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', description: 'OAuth' };
const oauth2 = {
  ...scheme,
  schemeType: 'oauth2',
  authorizeUrl: 'https://pets.example/authorize',
  tokenUrl: 'https://pets.example/token',
  scopes: [{ name: 'pets' }],
  defaultScopes: ['pets'],
  grant: { grantType: 'password', clientId: 'pets', clientSecret: 'secret' },
};
const hmac = { ...scheme, schemeType: 'hmac', name: 'X', in: 'header', algorithm: 'sha1', digestInputs: ['body'] };

const bodies = apiOperations.flatMap(({ operationId, jsonBody }) => {
  if (jsonBody === undefined) return [];
  const example: unknown = Object(examples)[String(jsonBody.meta()?.['id'])]?.value;
  const unions =
    operationId === 'CreateHTTPConnector' ? [{ ...Object(example), authSchemeConfigs: [oauth2, hmac] }] : [];
  const schemes = operationId === 'UpsertAuthSchemeConfig' ? [oauth2, hmac] : [];
  return [example, ...unions, ...schemes].map((body) => [operationId, jsonBody, body] as const);
});

/** The places of all values that are no objects or lists. */
function leavesOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced(Object(value)[key], rest, by);
  return Array.isArray(value)
    ? value.map((item, index) => (index === key ? inner : item))
    : { ...Object(value), [key]: inner };
}

describe.each(bodies)('a value of the wrong type in the body of %s', (_operationId, schema, body) => {
  it('is named with its place, also within a union, and the text says which type it has', () => {
    expect(parseRequest<unknown>(schema, body, 'body').ok).toBe(true);
    for (const path of leavesOf(body))
      for (const [wrong, type] of [
        [12.5, 'a number'],
        [true, 'a boolean'],
        [null, 'null'],
      ] as const) {
        const parsed = parseRequest<unknown>(schema, replaced(body, path, wrong), 'body');
        const field = fieldPath('body', path);
        if (!parsed.ok)
          expect(
            parsed.faults.map((fault) => fault.field),
            JSON.stringify(wrong),
          ).toContain(field);
        const isText = typeof path.reduce<unknown>((inner, key) => Object(inner)[key], body) === 'string';
        const fault = parsed.ok ? undefined : parsed.faults.find((one) => one.field === field);
        if (fault !== undefined && isText && wrong !== null) expect(fault.message).toMatch(new RegExp(`not ${type}`));
      }
  });
});
