import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the maintenance database of the run's PostgreSQL. */
    postgresUrl: string;
    /** URLs of the roles of API and workers. */
    apiUrl: string;
    workerUrl: string;
    /** URL of a role that serves for both. */
    serviceUrl: string;
    /** Name of the migrated template database. PostgreSQL copies it only while it has no connections. */
    templateDatabase: string;
    /** Empty when Redis is not installed. */
    redisUrl: string;
  }
}
