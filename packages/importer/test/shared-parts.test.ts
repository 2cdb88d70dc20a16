import { describe, expect, it } from 'vitest';
import type { Json } from '@connectory/json';
import { importDocument } from '../src/index.ts';

const operation = (operationId: string): Json => ({
  operationId,
  parameters: [{ $ref: '#/components/parameters/Filter' }],
  responses: { default: { $ref: '#/components/responses/Problem' }, '5XX': { $ref: '#/components/responses/Problem' } },
});

/** Its shared parameter and response have something to report at every use, at their own place, and when they are first kept. */
function documentOf(uses: number): { [key: string]: Json } {
  const names = Array.from({ length: uses }, (_, index) => `use${index}`);
  return {
    openapi: '3.0.3',
    info: { title: 'Shared parts', version: '1' },
    paths: Object.fromEntries(names.map((name) => [`/${name}`, { get: operation(name) }])),
    components: {
      parameters: {
        Filter: {
          name: 7,
          in: 'query',
          schema: { type: 'array', items: { $ref: '#/components/schemas/Tag' } },
          examples: { missing: { $ref: '#/components/examples/Missing' } },
        },
      },
      responses: {
        Problem: {
          description: 'A problem',
          content: {
            'application/json': { schema: { type: 'unknown' } },
            'Application/JSON': { schema: { type: 'object' } },
          },
        },
      },
      schemas: { Tag: { type: 'string' } },
    },
  };
}

function modelOf(uses: number) {
  const outcome = importDocument({ root: documentOf(uses), openapi: '3.0.3', notices: [], locate: () => new Map() });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

describe('a part that operations share', () => {
  const model = modelOf(4);

  it('becomes the same in each of them', () => {
    const [first, ...others] = model.actions.map(({ parameters, responses, references }) => ({
      parameters,
      responses,
      references,
    }));
    expect(others).toEqual([first, first, first]);
    expect(first?.references).toEqual([0, 1, 2]);
  });

  it('is reported at each place of its use, and once at its own', () => {
    const places = (code: string) =>
      model.messages.find((message) => message.code === code)?.locations.map(({ pointer }) => pointer);
    expect(places('PARAM_NOT_SCALAR')).toEqual(
      model.actions.map((_, index) => `/paths/~1use${index}/get/parameters/0`),
    );
    expect(places('VALUE_NOT_TEXT')).toEqual(['/components/parameters/Filter/name']);
    expect(places('MEDIA_TYPE_REPEATED')).toEqual(['/components/responses/Problem/content/Application~1JSON']);
  });

  it('counts what it reports at each use', () => {
    // The example without a target is reported when the parameter is first kept.
    expect(model.coverage.parameters).toMatchObject({ inDocument: 4, changed: 1, noted: 3 });
    expect(model.coverage.responses).toMatchObject({ inDocument: 8, changed: 8 });
    // The inline schemas of the response are translated at the first use.
    expect(model.coverage.schemas).toMatchObject({ inDocument: 3, asWritten: 2, changed: 1 });
  });
});
