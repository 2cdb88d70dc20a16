import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Keys of 32 bytes that encrypt secrets at rest. */
export interface SecretKeys {
  /** Encrypts and decrypts. */
  readonly current: Uint8Array;
  /** Decrypt only. */
  readonly previous: readonly Uint8Array[];
}

/** The row that a secret belongs to. A secret that was copied to another row cannot be opened there. */
export interface SecretPlace {
  readonly organisationId: string;
  /** Id of the row, with the name of the member if a row has several secrets. */
  readonly id: string;
}

/** Encrypts secrets for storage, and decrypts stored ones. */
export interface SecretBox {
  /** @throws SecretKeyError without a key. */
  seal(secret: string, place: SecretPlace): string;
  /** @throws SecretKeyError if no key fits, or if the text was changed or belongs to another place. */
  open(stored: string, place: SecretPlace): string;
  /** What `seal` puts in front now: stored texts that begin otherwise are to be sealed again. Undefined without a key. */
  readonly prefix: string | undefined;
}

/** Secrets cannot be encrypted or decrypted with the given keys. The message names the setting to change, and no secret. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
}

/** The first version of the format: `v1.<key id>.<base64url of nonce, ciphertext and tag>`, by AES-256-GCM. */
const format = 'v1';
const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const keyMissing =
  'SECRETS_KEY or SECRETS_KEY_FILE: is required, because secrets are stored encrypted. Create a key with "openssl rand -base64 32".';

/** @param keys undefined when none is configured: then secrets can neither be sealed nor opened. */
export function createSecretBox(keys: SecretKeys | undefined): SecretBox {
  if (keys === undefined) {
    const fail = (): never => {
      throw new SecretKeyError(keyMissing);
    };
    return { seal: fail, open: fail, prefix: undefined };
  }
  const byId = new Map([keys.current, ...keys.previous].toReversed().map((key) => [idOf(key), key]));
  const prefix = `${format}.${idOf(keys.current)}.`;
  return {
    prefix,
    seal: (secret, place) => prefix + encrypt(keys.current, prefix, secret, place),
    open: (stored, place) => {
      const [version, id = '', sealed = '', ...rest] = stored.split('.');
      if (version !== format || rest.length > 0) throw new SecretKeyError('A stored secret has an unknown format.');
      const key = byId.get(id);
      if (key === undefined) throw new SecretKeyError(keyUnknown(id));
      return decrypt(key, `${format}.${id}.`, sealed, place);
    },
  };
}

function keyUnknown(id: string): string {
  return `SECRETS_KEY_PREVIOUS: a stored secret is encrypted with the key ${id}, which is not among the given keys. Add that key, or restore SECRETS_KEY or the file of SECRETS_KEY_FILE.`;
}

/** Names a key without revealing it. */
function idOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('connectory key id').digest('hex').slice(0, 16);
}

function encrypt(key: Uint8Array, prefix: string, secret: string, place: SecretPlace): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(associatedData(prefix, place));
  const parts = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64url');
}

function decrypt(key: Uint8Array, prefix: string, sealed: string, place: SecretPlace): string {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associatedData(prefix, place)).setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString();
  } catch {
    throw new SecretKeyError('A stored secret was changed, or belongs to another row.');
  }
}

/** Ids have no line breaks. */
function associatedData(prefix: string, { organisationId, id }: SecretPlace): Buffer {
  return Buffer.from([prefix, organisationId, id].join('\n'));
}
