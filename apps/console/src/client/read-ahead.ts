import { importOfPage } from './early-addresses.ts';
import { dropEarlyResponses, hasEarlyResponses } from './early-responses.ts';
import { messageGroupsQuery } from './import-queries.ts';
import { sourceOf } from './import-source.ts';
import { readShownOrganisation } from './linked-organisation.ts';
import { importQuery, sessionQuery } from './queries.ts';
import { queryClient } from './query-client.ts';

/** How long a page may stay blank, so that it appears at once, instead of in steps that take as long. */
const longestMs = 300;

/** Takes what was requested early. Resolves when it is there, and at the latest after `longestMs`. */
export async function readAhead(): Promise<void> {
  const importId = importOfPage(location);
  const organisation = readShownOrganisation();
  if (!hasEarlyResponses() || importId === undefined || organisation === null) return;
  const read = Promise.all([
    queryClient.prefetchQuery(sessionQuery),
    queryClient.prefetchQuery(importQuery(organisation, importId)),
    queryClient.prefetchQuery(messageGroupsQuery(sourceOf(organisation), importId)),
  ]);
  dropEarlyResponses();
  await Promise.race([read, new Promise((resolve) => setTimeout(resolve, longestMs))]);
}
