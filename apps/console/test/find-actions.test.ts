import { describe, expect, it } from 'vitest';
import { readablePath } from '../src/format/readable-path.ts';
import { findActions, indexActions } from '../src/version/find-actions.ts';

describe('a search of actions', () => {
  it('finds each word in method, path, name or summary', () => {
    const action = {
      id: '1',
      type: 'http' as const,
      name: 'getPet',
      method: 'GET' as const,
      path: '/pets/{{ param.id }}',
      parameters: [],
      responses: [],
    };
    const index = indexActions([action, { ...action, id: '2', name: 'addPet', method: 'POST', summary: 'Adds one' }]);
    const names = (text: string, method?: string) => findActions(index, { text, method }).map(({ name }) => name);
    expect(names('{id} pets')).toEqual(['getPet', 'addPet']);
    expect(names('adds')).toEqual(['addPet']);
    expect(names('', 'GET')).toEqual(['getPet']);
    expect(names('missing')).toEqual([]);
    expect(readablePath('/a/{{ param.b }}/{{ param.c }}')).toBe('/a/{b}/{c}');
  });
});
