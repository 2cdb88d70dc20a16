import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Address and keys of a server on this machine. `connectory start` writes them for the other commands. */
export interface Credentials {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
  readonly operatorApiKey: string;
  /** With it the server proves that it is the one of this data folder. Absent in files of earlier releases. */
  readonly instanceKey?: string;
}

function credentialsPath(dataDir: string): string {
  return path.join(dataDir, 'credentials.json');
}

/** @returns undefined when the file is missing, unreadable or invalid. */
export async function readCredentials(dataDir: string): Promise<Credentials | undefined> {
  try {
    return parseCredentials(JSON.parse(await readFile(credentialsPath(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes credentials readable by their owner only. Replaces the file atomically. @returns its path. */
export async function writeCredentials(dataDir: string, credentials: Credentials): Promise<string> {
  const target = credentialsPath(dataDir);
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, target);
  return target;
}

function parseCredentials(value: unknown): Credentials | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (key: keyof Credentials): string | undefined => {
    const member: unknown = Reflect.get(value, key);
    return typeof member === 'string' ? member : undefined;
  };
  const [baseUrl, organisationId, apiKey, operatorApiKey] = [
    text('baseUrl'),
    text('organisationId'),
    text('apiKey'),
    text('operatorApiKey'),
  ];
  if (baseUrl === undefined || organisationId === undefined || apiKey === undefined || operatorApiKey === undefined)
    return undefined;
  const instanceKey = text('instanceKey');
  return { baseUrl, organisationId, apiKey, operatorApiKey, ...(instanceKey === undefined ? {} : { instanceKey }) };
}
