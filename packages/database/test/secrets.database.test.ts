import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createDatabase,
  createId,
  createOrganisation,
  createSecretBox,
  type Database,
  hasCallbackSecret,
  prepareSecrets,
  readCallbackSecrets,
  rotateCallbackSecret,
  SecretKeyError,
} from '../src/index.ts';
import { openDatabase } from './open-database.ts';

const { database, url, organisationId } = await openDatabase();

const keys = [randomBytes(32), randomBytes(32)] as const;
const [first, second] = keys;
const onError = (error: unknown): void => {
  throw error;
};

/** Runs an action with the keys of a process. */
async function withKeys<Value>(
  secretKeys: Parameters<typeof createSecretBox>[0],
  action: (opened: Database) => Promise<Value>,
): Promise<Value> {
  const secrets = createSecretBox(secretKeys);
  const opened = createDatabase({ url, poolSize: 1, secrets, onError: () => undefined });
  try {
    return await action(opened);
  } finally {
    await opened.close();
  }
}

const prepare = (secretKeys: Parameters<typeof createSecretBox>[0], encrypt = true): Promise<number> =>
  prepareSecrets({ url, secrets: createSecretBox(secretKeys), encrypt, onError });

const storedSecrets = async (): Promise<readonly string[]> =>
  (await database.prisma.callbackSecret.findMany({ orderBy: { id: 'asc' } })).map(({ secret }) => secret);

const storeClear = (secret: string) =>
  database.prisma.callbackSecret.create({ data: { id: createId(), organisationId, secret } });

beforeEach(() => database.prisma.callbackSecret.deleteMany());

describe('a secret of notifications', () => {
  test('is stored encrypted, and read with the key only', async () => {
    const { secret } = await withKeys({ current: first, previous: [] }, (opened) =>
      rotateCallbackSecret(opened, organisationId),
    );
    const stored = (await storedSecrets()).join();
    expect(stored).toMatch(/^v1\.[\da-f]{16}\.[\w-]+$/);
    expect(stored).not.toContain(secret.slice(6, 20));
    const read = (current: Buffer) =>
      withKeys({ current, previous: [] }, (opened) => readCallbackSecrets(opened, organisationId));
    expect(await read(first)).toEqual([secret]);
    await expect(read(second)).rejects.toThrow(/SECRETS_KEY_PREVIOUS/);
  });

  test('of another organisation cannot be put in its place', async () => {
    const { id: other } = await createOrganisation(database, 'Other');
    await withKeys({ current: first, previous: [] }, async (opened) => {
      await rotateCallbackSecret(opened, organisationId);
      await rotateCallbackSecret(opened, other);
      await database.pool.query(
        'update callback_secrets set secret = (select secret from callback_secrets where organisation_id = $1) where organisation_id = $2',
        [other, organisationId],
      );
      await expect(readCallbackSecrets(opened, organisationId)).rejects.toThrow('belongs to another row');
      await database.pool.query('delete from callback_secrets where organisation_id = $1', [organisationId]);
      await database.pool.query('update callback_secrets set organisation_id = $1', [organisationId]);
      await expect(readCallbackSecrets(opened, organisationId)).rejects.toThrow('belongs to another row');
    });
  });

  test('cannot be created without a key, and one that exists is seen', async () => {
    await withKeys(undefined, async (opened) => {
      await expect(rotateCallbackSecret(opened, organisationId)).rejects.toThrow(SecretKeyError);
      expect(await hasCallbackSecret(opened, organisationId)).toBe(false);
      await storeClear('whsec_clear');
      expect(await hasCallbackSecret(opened, organisationId)).toBe(true);
    });
  });
});

describe('the start of a process', () => {
  test('encrypts secrets that are stored in clear text, once', async () => {
    await storeClear('whsec_one');
    await storeClear('whsec_two');
    const secretKeys = { current: first, previous: [] };
    expect(await prepare(secretKeys)).toBe(2);
    expect((await storedSecrets()).filter((text) => text.startsWith('v1.'))).toHaveLength(2);
    expect(await prepare(secretKeys)).toBe(0);
    const read = await withKeys(secretKeys, (opened) => readCallbackSecrets(opened, organisationId));
    expect(read).toEqual(['whsec_two', 'whsec_one']);
  });

  test('encrypts secrets of a previous key with the current one, which is enough from then on', async () => {
    await storeClear('whsec_one');
    await prepare({ current: first, previous: [] });
    expect(await prepare({ current: second, previous: [first] })).toBe(1);
    expect(await prepare({ current: second, previous: [] })).toBe(0);
    const read = await withKeys({ current: second, previous: [] }, (opened) =>
      readCallbackSecrets(opened, organisationId),
    );
    expect(read).toEqual(['whsec_one']);
  });

  test('by two processes at once leaves secrets that both can read', async () => {
    await storeClear('whsec_one');
    const secretKeys = { current: first, previous: [] };
    const counts = await Promise.all([prepare(secretKeys), prepare(secretKeys)]);
    expect(counts[0] + counts[1]).toBe(1);
    expect(await withKeys(secretKeys, (opened) => readCallbackSecrets(opened, organisationId))).toEqual(['whsec_one']);
  });

  test('only checks secrets in a process that may not change them', async () => {
    await storeClear('whsec_one');
    expect(await prepare({ current: first, previous: [] }, false)).toBe(0);
    expect(await storedSecrets()).toEqual(['whsec_one']);
  });

  test.each([true, false])(
    'fails with the setting to change when there is a secret and no key for it (%s)',
    async (encrypt) => {
      expect(await prepare(undefined, encrypt)).toBe(0);
      await storeClear('whsec_one');
      await expect(prepare(undefined, encrypt)).rejects.toThrow(/SECRETS_KEY or SECRETS_KEY_FILE: is required/);
      await prepare({ current: first, previous: [] });
      await expect(prepare({ current: second, previous: [] }, encrypt)).rejects.toThrow(/SECRETS_KEY_PREVIOUS/);
      await expect(prepare(undefined, encrypt)).rejects.toThrow(SecretKeyError);
    },
  );

  test('goes on when the database is not reachable', async () => {
    const errors: unknown[] = [];
    const secrets = createSecretBox(undefined);
    const nowhere = 'postgresql://127.0.0.1:1/x';
    expect(await prepareSecrets({ url: nowhere, secrets, encrypt: true, onError: (error) => errors.push(error) })).toBe(
      0,
    );
    expect(errors).toHaveLength(1);
  });
});
