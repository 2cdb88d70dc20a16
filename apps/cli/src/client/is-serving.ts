import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError, createClient, type Health } from '@connectory/client';

/** Where nothing listens, the system says so at once. A server on a busy machine responds late. */
const timeoutMs = 15_000;

/** Whether a server responds to health checks at a base URL. */
export async function isServing(baseUrl: string): Promise<boolean> {
  return (await askHealth(baseUrl, {})) !== undefined;
}

/**
 * Checks that a server is the one of a data folder, before a key is sent to it: another program may listen on its port now.
 * @param instanceKey known to that server and to the data folder only
 */
export async function identifyServer(
  baseUrl: string,
  instanceKey: string | undefined,
): Promise<'own' | 'other' | 'none'> {
  const challenge = randomBytes(24).toString('base64url');
  const health = await askHealth(baseUrl, { 'Instance-Challenge': challenge });
  if (health === undefined) return 'none';
  if (instanceKey === undefined || typeof health.proof !== 'string') return 'other';
  const expected = createHmac('sha256', instanceKey).update(challenge).digest();
  const given = Buffer.from(health.proof, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'own' : 'other';
}

/** @returns the health; an empty one of a server that is not ready, or of another kind; undefined when none responds in time. */
async function askHealth(baseUrl: string, headers: { [name: string]: string }): Promise<Partial<Health> | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { data = {} } = await createClient({ baseUrl }).GET('/healthz', { headers, signal, redirect: 'error' });
    return data;
  } catch (error) {
    return error instanceof SyntaxError || (error instanceof ApiError && error.status !== 0) ? {} : undefined;
  }
}
