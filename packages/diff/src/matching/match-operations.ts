import { type Match, matchByKeys } from './match-by-keys.ts';

/** The facts by which actions and triggers are matched. */
export interface OperationIdentity {
  readonly name: string;
  readonly method: string;
  readonly operationId?: string | undefined;
  /** The path template of an action, or the `triggerPath` of a trigger. */
  readonly path?: string | undefined;
}

export type OperationMatch = Match<'operationId' | 'methodAndPath' | 'name'>;

/**
 * Matches actions or triggers of two versions: by operationId, then by method and path without parameter names, then
 * by name.
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

/** Makes `/users/{id}` and `/users/{userId}` equal. */
export function withoutParameterNames(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}');
}
