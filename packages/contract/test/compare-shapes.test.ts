import { describe, expect, it } from 'vitest';
import { compareShapes } from './compare-shapes.ts';

const answer = { facts: {}, components: {}, direction: 'response' } as const;
const request = { ...answer, direction: 'request' } as const;

describe('comparing shapes', () => {
  it('finds a property that is absent and one that is not required', () => {
    const wire = { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'string' } } };
    const ours = { type: 'object', properties: { a: { type: 'string' } } };
    expect(compareShapes(answer, wire, ours)).toEqual(['$.a: not required', '$.b: absent']);
  });

  it('finds a response value that is missing in the wire contract', () => {
    expect(compareShapes(answer, { enum: ['x'] }, { enum: ['x', 'y'] })).toEqual(['$: values']);
    expect(compareShapes(answer, { enum: ['x', 'y'] }, { const: 'x' })).toEqual([]);
  });

  it('finds a request value that is not accepted', () => {
    expect(compareShapes(request, { enum: ['x', 'y'] }, { enum: ['x'] })).toEqual(['$: values']);
    expect(compareShapes(request, { enum: ['x'] }, { enum: ['x', 'y'] })).toEqual([]);
  });

  it('finds a different type, format, pattern or nullability', () => {
    expect(compareShapes(answer, { type: 'string' }, { type: 'integer' })).toEqual(['$: type']);
    expect(compareShapes(answer, { format: 'uri' }, {})).toEqual(['$: format uri']);
    expect(compareShapes(answer, { pattern: '^[ab]$' }, { pattern: '^[abc]$' })).toEqual(['$: pattern']);
    expect(compareShapes(answer, { pattern: '^[a_\\-]$' }, { pattern: '^[-_a]$' })).toEqual([]);
    expect(compareShapes(answer, { type: 'string' }, { type: ['string', 'null'] })).toEqual(['$: null']);
  });

  it('compares items, references and branches of unions', () => {
    const facts = { One: { properties: { kind: { const: 'one' }, id: { type: 'string' } }, required: ['id'] } };
    const wire = { type: 'array', items: { discriminator: 'kind', oneOf: [{ ref: 'One' }] } };
    const components = { One: { properties: { kind: { const: 'one' } } } };
    const comparison = { facts, components, direction: 'response' } as const;
    const ours = { type: 'array', items: { oneOf: [{ $ref: '#/components/schemas/One' }] } };
    expect(compareShapes(comparison, wire, ours)).toEqual(['$[]<one>.id: not required', '$[]<one>.id: absent']);
    expect(compareShapes(comparison, wire, { type: 'array', items: { oneOf: [] } })).toEqual([
      '$[]: no branch for kind one',
    ]);
  });

  it('ignores request fields that the wire contract does not require', () => {
    const ours = { required: ['a', 'b'], properties: { a: {} } };
    expect(compareShapes(request, { required: ['a'], properties: { a: {} } }, ours)).toEqual(['$.b: required']);
  });
});
