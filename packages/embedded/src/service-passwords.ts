import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The passwords of the roles of API and workers. */
export interface ServicePasswords {
  readonly api: string;
  readonly worker: string;
}

/** Reads the passwords in `<dataDir>/postgres-service-passwords.json`, readable by the owner only, or makes new ones. */
export async function openServicePasswords(dataDir: string): Promise<ServicePasswords> {
  const file = path.join(dataDir, 'postgres-service-passwords.json');
  const known = parsePasswords(await readFile(file, 'utf8').catch(() => ''));
  if (known !== undefined) return known;
  const made = { api: randomBytes(24).toString('base64url'), worker: randomBytes(24).toString('base64url') };
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(made)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return made;
}

/** @returns undefined for a text that is not a file of passwords. */
function parsePasswords(text: string): ServicePasswords | undefined {
  const [, api, worker] = /^\{"api":"([\w-]{32})","worker":"([\w-]{32})"\}\s*$/.exec(text) ?? [];
  return api === undefined || worker === undefined ? undefined : { api, worker };
}
