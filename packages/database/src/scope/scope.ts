import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * The organisation whose rows the statements of a unit of work may see and change. PostgreSQL enforces it by row-level security, which
 * compares each row with the setting `connectory.organisation` of the session. It is a second line behind the conditions of the statements.
 */

/** The value of the setting for one organisation is its id. */
export type Scope = string;

/** All organisations, for operators, workers and the command line. */
export const everyOrganisation: Scope = '*';

/** No organisation: what runs outside of any scope sees no rows. */
export const noOrganisation: Scope = '';

/** For statements on tables without organisations: the setting stays what it is. */
const anyScope = Symbol('any scope');

const scopes = new AsyncLocalStorage<Scope | typeof anyScope>();

/** Whether a pool of this process reads the scope of a unit of work. */
let areScopesRead = false;

/** For pools that read the scope of a unit of work. Without one, scopes are not kept: once kept, they cost time for each promise. */
export function keepScopes(): void {
  areScopesRead = true;
}

/** Runs `work`, and all that it starts, within the rows of an organisation, or of all. */
export function withinScope<Value>(scope: Scope, work: () => Value): Value {
  return runWithin(scope, work);
}

function runWithin<Value>(scope: Scope | typeof anyScope, work: () => Value): Value {
  return areScopesRead ? scopes.run(scope, work) : work();
}

/**
 * Runs `work`, whose statements read no table with organisations, without changing the setting of a session. It saves a statement where a
 * request is not yet authenticated.
 */
export function withAnyScope<Value>(work: () => Value): Value {
  return runWithin(anyScope, work);
}

/** @returns undefined when the scope does not matter. */
export function currentScope(): Scope | undefined {
  const scope = scopes.getStore() ?? noOrganisation;
  return scope === anyScope ? undefined : scope;
}

/**
 * Keeps the present scope for a generator. Its steps run when a reader asks for more, which may be an event of a socket, outside of the scope
 * in which it was created.
 */
export function keepScope<Value>(
  generator: AsyncGenerator<Value, void, undefined>,
): AsyncGenerator<Value, void, undefined> {
  const scope = scopes.getStore() ?? noOrganisation;
  const within = <Result>(step: () => Result): Result => runWithin(scope, step);
  const kept: AsyncGenerator<Value, void, undefined> = {
    next: () => within(() => generator.next()),
    return: (value) => within(() => generator.return(value)),
    throw: (error) => within(() => generator.throw(error)),
    [Symbol.asyncIterator]: () => kept,
  };
  return kept;
}
