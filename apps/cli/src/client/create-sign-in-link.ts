import type { ApiAccess } from './api-client.ts';
import { createCaller } from './caller.ts';

/** Creates a link that opens the console signed in with the key. It works once, within a minute. @throws CliError */
export async function createSignInLink({ baseUrl, apiKey }: ApiAccess): Promise<string> {
  const { client, read } = createCaller(baseUrl, apiKey);
  return (await read(client.POST('/api/connect/v1/session/link'))).url;
}
