import { describe, expect, it } from 'vitest';
import { entityAtPlace } from '../src/import/entity-at-place.ts';

const action = { kind: 'action', name: 'getPet', method: 'GET', path: '/pets/{{ param.id }}' } as const;
const definition = { kind: 'definition', name: 'Pet' } as const;

describe('the entity that was made of a place', () => {
  it.each(['/paths/~1pets~1{id}/get', '/paths/~1pets~1{id}/get/parameters/0'])('is the action of %s', (pointer) => {
    const wanted = entityAtPlace(pointer);
    expect(wanted?.words).toBe('GET /pets/{id}');
    expect([action, { ...action, method: 'PUT' as const }, definition].map((each) => wanted?.matches(each))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each(['/components/schemas/Pet/properties/name', '/definitions/Pet'])('is the definition of %s', (pointer) => {
    const wanted = entityAtPlace(pointer);
    expect([definition, action].map((each) => wanted?.matches(each))).toEqual([true, false]);
  });

  it.each(['', '/info/title', '/servers/0/url', '/components/parameters/id', 'other.yaml#/paths/~1pets/get'])(
    'is none for %j',
    (pointer) => {
      expect(entityAtPlace(pointer)).toBeUndefined();
    },
  );
});
