import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of the run's PostgreSQL, of its maintenance database. */
    postgresUrl: string;
    /** The name of a migrated database that nobody connects to: it is there to be copied. */
    templateDatabase: string;
    /** Empty when no Redis server is installed. */
    redisUrl: string;
  }
}
