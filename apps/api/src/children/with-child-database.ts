import { createDatabase, type Database } from '@connectory/database';
import { parseSettings, requireDatabaseUrl } from '@connectory/runtime';
import { transientFaultOf } from '../http/database-fault.ts';
import { ChildDatabaseError } from './child-exit-codes.ts';

/**
 * Opens the one connection of a child, which sees the rows of one organisation, and closes it after the work.
 * @throws ChildDatabaseError if the database is at fault, and the error of `work`.
 */
export async function withChildDatabase<Value>(
  organisationId: string,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const settings = parseSettings(process.env);
  const database = createDatabase({
    url: requireDatabaseUrl(settings),
    applicationName: 'connectory api child',
    poolSize: 1,
    socketTimeoutMs: settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000,
    onError: () => undefined,
    scope: { organisationId },
  });
  try {
    return await work(database);
  } catch (error) {
    const fault = transientFaultOf(error);
    throw fault === undefined ? error : new ChildDatabaseError(fault, error);
  } finally {
    await database.close();
  }
}
