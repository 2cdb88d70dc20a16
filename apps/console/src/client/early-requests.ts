import { earlyAddresses } from './early-addresses.ts';
import { keepEarlyResponse } from './early-responses.ts';
import { readShownOrganisation } from './linked-organisation.ts';

/** Sends the first requests of the page before the scripts that show it are there. */
export function sendEarlyRequests(): void {
  for (const address of earlyAddresses(new URL(location.href), readShownOrganisation())) {
    const response = fetch(address, { headers: { Accept: 'application/json' } });
    // Reported to the caller that takes it.
    response.catch(() => undefined);
    keepEarlyResponse(new URL(address, location.href).href, response);
  }
}
