import type { Stack } from '@connectory/testing';

/** Creates an organisation without anything. @returns its id */
export async function createOrganisation(stack: Stack): Promise<string> {
  const url = `${stack.baseUrl}/api/operator/v1/organisations`;
  const headers = { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: '{"name":"empty"}' });
  const { id }: { id: string } = JSON.parse(await response.text());
  return id;
}
