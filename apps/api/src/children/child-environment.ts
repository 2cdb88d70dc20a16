/** Variables of PostgreSQL's clients, of certificates, and the setting of connections. */
const connectionVariable =
  /^(PG[A-Z]+|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|DATABASE_SOCKET_TIMEOUT_SECONDS)$/;

/** The environment of a child that reads the database: what its connection needs, and no other setting or secret. */
export function databaseEnvironment(databaseUrl: string): NodeJS.ProcessEnv {
  const needed = Object.entries(process.env).filter(([name]) => connectionVariable.test(name));
  return { ...Object.fromEntries(needed), DATABASE_URL: databaseUrl };
}
