import { randomBytes } from 'node:crypto';
import { access, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes the key that encrypts the secrets of an embedded database, unless there is one. It is readable by its owner only.
 * @returns the path of its file.
 */
export async function openSecretsKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'secrets-key');
  if (await exists(file)) return file;
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  // Atomic, so that a killed start leaves no incomplete key.
  await rename(draft, file);
  return file;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
