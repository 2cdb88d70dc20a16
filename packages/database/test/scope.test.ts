import { afterAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../src/index.ts';
import { currentScope, noOrganisation, withAnyScope, withinScope } from '../src/scope/scope.ts';

describe('The scope of a unit of work', () => {
  const url = 'postgresql://127.0.0.1:1/none';
  const databases: ReturnType<typeof createDatabase>[] = [];
  const open = (scope: 'all' | 'of-work'): void =>
    void databases.push(createDatabase({ url, poolSize: 1, scope, onError: () => undefined }));
  afterAll(() => Promise.all(databases.map((database) => database.close())));

  it('is kept once a database of the process reads it, also over promises', async () => {
    open('all');
    // Keeping it would cost time for each promise of a process that works for every organisation.
    expect(await withinScope('a', async () => currentScope())).toBe(noOrganisation);
    open('of-work');
    expect(await withinScope('a', () => Promise.resolve().then(currentScope))).toBe('a');
    expect(withinScope('a', () => withAnyScope(currentScope))).toBeUndefined();
    expect(currentScope()).toBe(noOrganisation);
  });
});
