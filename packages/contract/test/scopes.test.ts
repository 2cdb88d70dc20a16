import { expect, it } from 'vitest';
import { apiKeyScopes, apiOperations, coversScope, operationRoles, roleOfScope, scopeOf } from '../src/index.ts';

it('every operation that needs a key has a scope, except the limits and sessions', () => {
  const without = apiOperations.filter((operation) => operation.role !== 'public' && scopeOf(operation) === undefined);
  expect(without.map(({ operationId }) => operationId)).toEqual([
    'CreateSession',
    'GetSession',
    'EndSession',
    'CreateSignInLink',
    'GetLimits',
  ]);
});

it('the scope of an operation needs no higher role than the operation', () => {
  for (const operation of apiOperations) {
    const scope = scopeOf(operation);
    if (scope === undefined) continue;
    const [needed, held] = [roleOfScope(scope), operation.role].map((role) => operationRoles.indexOf(role));
    expect(needed, operation.operationId).toBeLessThanOrEqual(held ?? 0);
  }
});

it('every scope is the scope of an operation, except that of the queue dashboard', () => {
  const used = new Set(apiOperations.map(scopeOf));
  expect(apiKeyScopes.filter((scope) => !used.has(scope))).toEqual(['queues:write']);
});

it('a write scope includes reading the same resource, and nothing else', () => {
  for (const held of apiKeyScopes) {
    const covered = apiKeyScopes.filter((needed) => coversScope([held], needed));
    const expected = held.endsWith(':write') ? [held.replace('write', 'read'), held] : [held];
    expect(covered).toEqual(apiKeyScopes.filter((scope) => expected.includes(scope)));
  }
  expect(apiKeyScopes.every((scope) => coversScope(undefined, scope))).toBe(true);
});
