import type { Stack } from '@connectory/testing';

/** A link that opens the console signed in with a key. */
export async function createLink({ baseUrl }: Pick<Stack, 'baseUrl'>, key: string): Promise<string> {
  const headers = { Authorization: `Bearer ${key}` };
  const response = await fetch(`${baseUrl}/api/connect/v1/session/link`, { method: 'POST', headers });
  const { url }: { url: string } = JSON.parse(await response.text());
  return url;
}
