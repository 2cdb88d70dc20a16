import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createKey } from './create-key.ts';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { richDocument } from './rich-document.ts';
import { submitDocument } from './submit.ts';

const script = '**/assets/index-*.js';

describeConsoleOnce('the first requests of the page of an import', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];
  let address: string;

  beforeAll(async () => {
    ({ stack, page, visit } = await start());
    const { id } = await submitDocument(stack, { name: 'rich.json', text: richDocument() });
    address = `/imports/${id}`;
  }, setUpMs);

  const open = (own: Page): Promise<unknown> =>
    own.goto(`${stack.baseUrl}/console${address}`, { waitUntil: 'domcontentloaded' });

  it('are sent while the scripts of the page load, each once', async () => {
    const sent: string[] = [];
    page.on('request', (request) => void sent.push(new URL(request.url()).pathname));
    const isEarly = page.waitForResponse((response) => response.url().endsWith(`${address}/message-groups`));
    // The page has no script before its messages are there.
    await page.route(script, async (route) => {
      await isEarly;
      await route.continue();
    });
    await page.goto(`${stack.baseUrl}/console${address}`, { waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Messages' }).waitFor();
    await page.unroute(script);
    const root = `/api/connect/v1/o/${stack.organisationId}${address}`;
    for (const each of ['/api/connect/v1/session', root, `${root}/message-groups`])
      expect(sent.filter((path) => path === each)).toEqual([each]);
  });

  it('that are refused lead to sign in, and are not sent early again', async () => {
    const key = await createKey(stack, 'read');
    const own = await visit({ key });
    await own.context().clearCookies();
    await open(own);
    await own.getByRole('heading', { name: 'Sign in' }).waitFor();
    const sent: string[] = [];
    own.on('request', (request) => void sent.push(new URL(request.url()).pathname));
    await open(own);
    await own.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(sent.filter((path) => path.includes('/imports/') && path.startsWith('/api/'))).toEqual([]);
  });
});
