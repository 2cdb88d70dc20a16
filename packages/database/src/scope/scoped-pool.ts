import pg from 'pg';
import { currentScope, keepScopes, noOrganisation, type Scope } from './scope.ts';

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/** The events by which a connection delivers the results of its statements. */
const resultEvents = ['rowDescription', 'dataRow', 'commandComplete', 'readyForQuery'];

/**
 * A pool whose connections see the rows of the scope in which they are taken. The setting is sent only when it differs from what the
 * connection has, and in front of the first statement, without waiting for its result.
 */
export class ScopedPool extends pg.Pool {
  readonly #scopes = new WeakMap<pg.PoolClient, Scope>();

  constructor(config: pg.PoolConfig) {
    super(config);
    keepScopes();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    // Here, because a connection that becomes free is given out in the scope of the request that releases it.
    const scope = currentScope();
    if (callback === undefined) {
      return super.connect().then((client) => {
        this.#enter(client, scope);
        return client;
      });
    }
    super.connect((error, client, release) => {
      if (client !== undefined) this.#enter(client, scope);
      callback(error, client, release);
    });
  }

  #enter(client: pg.PoolClient, scope: Scope | undefined): void {
    if (scope === undefined || scope === (this.#scopes.get(client) ?? noOrganisation)) return;
    this.#scopes.set(client, scope);
    client.query({ ...setScope, values: [scope] }, (error) => {
      if (error !== null && error !== undefined) abandon(client, error);
    });
  }
}

const setScope = { name: 'connectory_scope', text: `select set_config('connectory.organisation', $1, false)` };

/** The statements behind a failed setting are on their way, with the setting of an earlier request: nothing of them may be read. */
function abandon(client: pg.PoolClient, error: Error): void {
  for (const event of resultEvents) client.connection.removeAllListeners(event);
  client.connection.stream.destroy(error);
}
