import { type Address, addressOf, pathOf } from './address.ts';
import { readShownOrganisation } from './linked-organisation.ts';

/** The responses that are asked for while the rest of the console loads, by their addresses. */
const responses = new Map<string, Promise<Response>>();

const importPage = /^\/console\/imports\/(?!new\/?$)([\w-]+)\/?$/;

/** The import whose page an address is, with all its messages. */
export function importOfPage({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string | undefined {
  return new URLSearchParams(search).has('kind') ? undefined : importPage.exec(pathname)?.[1];
}

/** Addresses of what the page of an import reads first. Empty for other pages, and in a browser without a session. */
export function earlyAddresses(
  url: Pick<URL, 'pathname' | 'search'>,
  shown: string | null,
): readonly Address<string>[] {
  const importId = importOfPage(url);
  if (importId === undefined || shown === null) return [];
  const organisation = new URLSearchParams(url.search).get('organisation') ?? shown;
  return [
    addressOf('/api/connect/v1/session'),
    pathOf(organisation, '/imports/{import_id}', { import_id: importId }),
    pathOf(organisation, '/imports/{import_id}/message-groups', { import_id: importId }),
  ];
}

/** Sends the first requests of the page before the scripts that show it are there. */
export function sendEarlyRequests(): void {
  for (const address of earlyAddresses(new URL(location.href), readShownOrganisation())) {
    const response = fetch(address, { headers: { Accept: 'application/json' } });
    // Reported to the caller that takes it.
    response.catch(() => undefined);
    responses.set(new URL(address, location.href).href, response);
  }
}

/** The response to a request that was sent early. Each is taken once. */
export function takeEarlyResponse({ method, url }: Request): Promise<Response> | undefined {
  if (method !== 'GET') return undefined;
  const response = responses.get(url);
  responses.delete(url);
  return response;
}

/** Whether there are responses that were not taken. */
export function hasEarlyResponses(): boolean {
  return responses.size > 0;
}

/** A response that is not taken at once ages. */
export function dropEarlyResponses(): void {
  responses.clear();
}
