import pg from 'pg';
import { type ConnectionShares, createConnectionShares } from './connection-shares.ts';
import { currentScope, everyOrganisation, keepScopes, noOrganisation, type Scope } from './scope.ts';

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/** The events by which a connection delivers the results of its statements. */
const resultEvents = ['rowDescription', 'dataRow', 'commandComplete', 'readyForQuery'];

/** How long a request waits for a connection, unless the pool says otherwise. */
const defaultTimeoutMs = 10_000;

/**
 * A pool whose connections see the rows of the scope in which they are taken. The setting is sent only when it differs from what the
 * connection has, and in front of the first statement, without waiting for its result. No organisation can take all connections.
 */
export class ScopedPool extends pg.Pool {
  readonly #scopes = new WeakMap<pg.PoolClient, Scope>();
  readonly #holders = new WeakMap<pg.PoolClient, Scope>();
  readonly #shares: ConnectionShares;

  constructor(config: pg.PoolConfig & { readonly max: number }) {
    super(config);
    this.#shares = createConnectionShares({
      poolSize: config.max,
      timeoutMs: config.connectionTimeoutMillis ?? defaultTimeoutMs,
    });
    // Metrics read it. It includes requests that wait for their share.
    Object.defineProperty(this, 'waitingCount', {
      get: () => Reflect.get(pg.Pool.prototype, 'waitingCount', this) + this.#shares.waiting,
    });
    this.on('release', (_error, client: pg.PoolClient) => {
      const holder = this.#holders.get(client);
      if (holder === undefined) return;
      this.#holders.delete(client);
      this.#shares.free(holder);
    });
    keepScopes();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    // Here, because a connection that becomes free is given out in the scope of the request that releases it.
    const scope = currentScope();
    if (callback !== undefined) return this.#connect(scope, callback);
    return new Promise((resolve, reject) => {
      this.#connect(scope, (error, client) => {
        if (client === undefined) reject(error);
        else resolve(client);
      });
    });
  }

  #connect(scope: Scope | undefined, callback: Connected): void {
    if (!isOrganisation(scope)) {
      super.connect((error, client, release) => {
        if (client !== undefined) this.#enter(client, scope);
        callback(error, client, release);
      });
      return;
    }
    this.#shares.take(scope, (refusal) => {
      if (refusal !== undefined) return callback(refusal, undefined, () => undefined);
      super.connect((error, client, release) => {
        if (client === undefined) this.#shares.free(scope);
        else {
          this.#holders.set(client, scope);
          this.#enter(client, scope);
        }
        callback(error, client, release);
      });
    });
  }

  #enter(client: pg.PoolClient, scope: Scope | undefined): void {
    // The setting of a new connection is sent too: behind a pooler it may be that of an earlier session.
    if (scope === undefined || scope === this.#scopes.get(client)) return;
    this.#scopes.set(client, scope);
    client.query({ ...setScope, values: [scope] }, (error) => {
      if (error !== null && error !== undefined) abandon(client, error);
    });
  }
}

function isOrganisation(scope: Scope | undefined): scope is Scope {
  return scope !== undefined && scope !== noOrganisation && scope !== everyOrganisation;
}

const setScope = { name: 'connectory_scope', text: `select set_config('connectory.organisation', $1, false)` };

/** The statements behind a failed setting are on their way, with the setting of an earlier request: nothing of them may be read. */
function abandon(client: pg.PoolClient, error: Error): void {
  for (const event of resultEvents) client.connection.removeAllListeners(event);
  client.connection.stream.destroy(error);
}
