import { type SecretBox, SecretKeyError } from '@connectory/encoding';
import { createDatabase, type Database } from '../postgres/database.ts';
import { errorCodeOf } from '../postgres/database-errors.ts';
import { openStoredSecret } from './stored-secret.ts';

export interface PrepareSecretsOptions {
  readonly url: string;
  readonly secrets: SecretBox;
  /**
   * Whether to encrypt secrets that are stored in clear text or with a previous key. Otherwise they are only checked, for processes that may
   * not change them.
   */
  readonly encrypt: boolean;
  /** Called when the database is not reachable. A later start prepares the secrets. */
  readonly onError: (error: unknown) => void;
}

/** SQLSTATE undefined_table. */
const undefinedTable = '42P01';

interface SecretRow {
  readonly kind: keyof typeof replacements;
  /** With the organisation, the place that the secret is bound to. */
  readonly id: string;
  readonly organisationId: string;
  readonly secret: string;
}

/**
 * Checks at the start of a process that its keys open all stored secrets, and encrypts those that are not encrypted with the current key.
 * @returns the number of secrets that were encrypted.
 * @throws SecretKeyError with the setting to change.
 */
export async function prepareSecrets({ url, secrets, encrypt, onError }: PrepareSecretsOptions): Promise<number> {
  const database = createDatabase({
    url,
    applicationName: 'connectory secrets',
    poolSize: 1,
    secrets,
    onError: () => undefined,
  });
  try {
    return await prepareRows(database, encrypt);
  } catch (error) {
    if (error instanceof SecretKeyError) throw error;
    // The check of the database reports a missing table.
    if (errorCodeOf(error) !== undefinedTable) onError(error);
    return 0;
  } finally {
    await database.close();
  }
}

async function prepareRows(database: Database, encrypt: boolean): Promise<number> {
  const { secrets } = database;
  const { rows } = await database.pool.query<SecretRow>(
    `select * from (
       select 'callback_secrets' as kind, id, organisation_id as "organisationId", secret from callback_secrets
       union all
       select 'auth_scheme_secrets', s.connector_id || '/' || s.scheme_id, c.organisation_id, s.secret
         from auth_scheme_secrets s join connectors c on c.id = s.connector_id) stored
      where $1::text is null or not starts_with(secret, $1)`,
    [secrets.prefix ?? null],
  );
  let encrypted = 0;
  for (const { kind, id, organisationId, secret } of rows) {
    const place = { organisationId, id };
    // Sealed even if it is not stored, because that fails without a key.
    const sealed = secrets.seal(openStoredSecret(secrets, secret, place), place);
    if (encrypt) encrypted += await replaceSecret(database, kind, [id, secret, sealed]);
  }
  return encrypted;
}

const replacements = {
  callback_secrets: 'update callback_secrets set secret = $3 where id = $1 and secret = $2',
  auth_scheme_secrets: `update auth_scheme_secrets set secret = $3
    where connector_id = split_part($1, '/', 1) and scheme_id = split_part($1, '/', 2) and secret = $2`,
} as const;

/** Another process may have replaced the secret at the same time. @returns the number of changed rows. */
async function replaceSecret(
  { pool }: Database,
  kind: keyof typeof replacements,
  values: readonly [id: string, stored: string, sealed: string],
): Promise<number> {
  const { rowCount } = await pool.query(replacements[kind], [...values]);
  return rowCount ?? 0;
}
