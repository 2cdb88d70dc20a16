import pg from 'pg';
import type { QueryTarget } from './sql-session.ts';

/** What this file uses of pg's client beside its documented interface. Its version is exact in package.json. */
interface PgQuery {
  name: string;
  readonly _result: ColumnState;
  _accumulateRows: boolean;
  prepare(connection: pg.Connection): void;
  handleRowDescription(message: unknown): void;
}

/** What a result derives from the description of its rows. */
interface ColumnState {
  fields: unknown;
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
}

const PgQuery = pg.Query as unknown as new (text: string, values: unknown[]) => PgQuery;

/** A statement that is prepared. */
interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

interface Described {
  /** By the name of the prepared statement. */
  readonly columns: Map<string, ColumnState>;
  /** The same connection, on which pg's client asks for no description. */
  readonly undescribed: pg.Connection;
}

const connections = new WeakMap<pg.Connection, Described>();

/**
 * A prepared statement whose columns are asked for once per connection; pg's client asks before each execution, and wide rows take longer
 * to describe than to read. PostgreSQL executes no prepared statement whose columns have changed.
 */
class PreparedQuery extends PgQuery {
  #described: Described | undefined;

  constructor({ name, text, values }: NamedQuery) {
    // A query that is given as an object is copied, by its property descriptors.
    super(text, values);
    this.name = name;
  }

  override prepare(connection: pg.Connection): void {
    const described = connections.get(connection) ?? describedOn(connection);
    const columns = described.columns.get(this.name);
    if (columns === undefined) {
      this.#described = described;
      super.prepare(connection);
      return;
    }
    Object.assign(this._result, columns);
    this._accumulateRows = true;
    super.prepare(described.undescribed);
  }

  override handleRowDescription(message: unknown): void {
    super.handleRowDescription(message);
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
    this.#described?.columns.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject });
  }
}

function describedOn(connection: pg.Connection): Described {
  const undescribed: pg.Connection = Object.create(connection, { describe: { value: () => undefined } });
  const described = { columns: new Map<string, ColumnState>(), undescribed };
  connections.set(connection, described);
  return described;
}

/** Executes a statement of a connection or a pool; one with a name is prepared once per connection. */
export function executeOn(target: pg.ClientBase | pg.Pool, config: pg.QueryConfig): ReturnType<QueryTarget['query']> {
  const { name, text, values = [] } = config;
  return name === undefined ? target.query(config) : executePrepared(target, { name, text, values });
}

async function executePrepared(target: pg.ClientBase | pg.Pool, named: NamedQuery): Promise<pg.QueryResult> {
  // pg's types know no query with a callback of its own.
  const query = new PreparedQuery(named) as unknown as string;
  try {
    return await new Promise<pg.QueryResult>((resolve, reject) => {
      target.query(query, [], (error: Error | null | undefined, result: pg.QueryResult) => {
        if (error === null || error === undefined) resolve(result);
        else reject(error);
      });
    });
  } catch (error) {
    // As pg's client does: else the stack leads to the socket, and not to the statement.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}
