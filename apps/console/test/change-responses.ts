import type { Page, Route } from 'playwright-core';

/** What becomes of the requests for what a page shows. */
type Fate = 'held' | 'sent' | 'away' | Problem;

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Decides about the requests of a page, except for those of the session: without it no page is shown. */
export interface Responses {
  readonly become: (fate: Fate) => void;
  readonly release: () => Promise<void>;
}

export const requestId = 'request-of-a-test';

const isOfPage = ({ pathname }: URL): boolean =>
  pathname.startsWith('/api/') && !/\/(session|organisations)$/.test(pathname);

/** Changes responses at the edge of the browser, because no service can be brought into these states on demand. */
export async function changeResponses(page: Page, first: Fate, isChanged = isOfPage): Promise<Responses> {
  let fate = first;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const respond = async (route: Route): Promise<void> => {
    if (fate === 'held') await held;
    if (fate === 'away') return route.abort('connectionrefused');
    if (typeof fate === 'string') return route.continue();
    const { status, ...body } = fate;
    return route.fulfill({ status, headers: { 'X-Request-Id': requestId }, json: body });
  };
  await page.route(isChanged, respond);
  return {
    become: (next) => {
      fate = next;
      release();
    },
    release: () => page.unroute(isChanged, respond),
  };
}
