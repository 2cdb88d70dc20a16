import type { Stack } from '@connectory/testing';

/** Creates a key of the organisation. @returns its token */
export async function createKey({ baseUrl, operatorApiKey, organisationId }: Stack, role: string): Promise<string> {
  const response = await fetch(`${baseUrl}/api/operator/v1/keys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${operatorApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: role, role, organisationId }),
  });
  const { token }: { token: string } = JSON.parse(await response.text());
  return token;
}
