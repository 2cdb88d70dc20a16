import { type Match, matchByKeys } from './match-by-keys.ts';

/** What tells one action or trigger from another. */
export interface OperationIdentity {
  readonly name: string;
  readonly method: string;
  readonly operationId?: string | undefined;
  /** An action's path template; of a trigger whatever stands for one, such as the name of its webhook. */
  readonly path?: string | undefined;
}

export type OperationMatch = Match<'operationId' | 'methodAndPath' | 'name'>;

/**
 * Pairs actions, or triggers, of two versions: by operationId, then by method and path with the names of parameters ignored, then by
 * name.
 */
export function matchOperations(
  before: readonly OperationIdentity[],
  after: readonly OperationIdentity[],
): readonly OperationMatch[] {
  return matchByKeys(before, after, [
    { by: 'operationId', keyOf: ({ operationId }) => operationId },
    {
      by: 'methodAndPath',
      keyOf: ({ method, path }) => (path === undefined ? undefined : `${method} ${withoutParameterNames(path)}`),
    },
    { by: 'name', keyOf: ({ name }) => name },
  ]);
}

/** `/users/{id}` and `/users/{userId}` are one address. */
export function withoutParameterNames(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}');
}
