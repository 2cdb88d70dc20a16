// npm run pictures --prefix bench: takes the pictures of docs/console.md and the README, in docs/images.
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { repositoryRoot } from '../repository-root.ts';
import type { Stack } from '../reimport/stack.ts';
import { airflow, onStage, openWindow, settle, signIn, submit, type Submitted, version } from './stage.ts';

const folder = path.join(repositoryRoot, 'docs/images');

interface Scene {
  readonly stack: Stack;
  readonly page: Page;
}

async function open({ stack, page }: Scene, address: string): Promise<void> {
  await page.goto(`${stack.baseUrl}/console${address}`);
  await settle(page);
}

/** Takes what the window shows, with the given heading below its bar. */
async function take(page: Page, name: string, heading?: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  if (heading !== undefined)
    await page
      .getByRole('heading', { name: heading })
      .first()
      .evaluate((element) => {
        element.style.scrollMarginTop = '80px';
        element.scrollIntoView();
      });
  await page.screenshot({ path: path.join(folder, `console-${name}.png`) });
}

/** From a document to a published version. */
async function takeNewcomer(scene: Scene): Promise<Submitted> {
  const { stack, page } = scene;
  const imported = await submit(stack, { text: airflow });
  await open(scene, `/imports/${imported.id}`);
  await page.getByRole('button', { name: /SERVER_RELATIVE/ }).click();
  await page.locator('mark').first().waitFor();
  await take(page, 'import', 'Messages');

  const changed = { text: airflow.replaceAll('/connections/{', '/moved/{'), version, ifExists: 'replace' } as const;
  const dryRun = await submit(stack, { ...changed, dryRun: true }, imported.connectorId);
  await open(scene, `/imports/${dryRun.id}`);
  await take(page, 'verdict');
  await open(scene, `/imports/${dryRun.id}/diff`);
  await take(page, 'diff');

  await open(scene, `/connectors/${imported.connectorId}/versions/${version}?action=get_connection`);
  await page.getByRole('heading', { name: 'Get a connection' }).waitFor();
  await take(page, 'version');
  return imported;
}

const overlay = {
  overlay: '1.1.0',
  info: { title: 'Fixes', version: '1' },
  actions: [{ target: '$.info', update: { description: 'The REST API of Airflow.' } }],
};

/** Sends a request to the API of the organisation. @returns the body, with the ETag */
async function request(
  stack: Stack,
  method: string,
  address: string,
  body?: object,
  etag = '',
): Promise<{ readonly body: object; readonly etag: string }> {
  const response = await fetch(`${stack.baseUrl}/api/connect/v1/o/${stack.organisationId}${address}`, {
    method,
    headers: {
      Authorization: `Bearer ${stack.apiKey}`,
      'Content-Type': 'application/json',
      ...(etag === '' ? {} : { 'If-Match': etag }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`);
  return { body: Object(JSON.parse(text)), etag: response.headers.get('ETag') ?? '' };
}

async function editAction(stack: Stack, connectorId: string): Promise<void> {
  const address = `/connectors/${connectorId}/versions/${version}/actions/get_dags`;
  const { body, etag } = await request(stack, 'GET', address);
  await request(stack, 'PUT', address, { ...body, summary: 'List all DAGs' }, etag);
}

/** A bulk run over versions that would change, of which some were edited, and one is published. */
async function takeOperator(scene: Scene): Promise<void> {
  const { stack, page } = scene;
  for (let copy = 0; copy < 12; copy += 1) {
    const text = airflow.replace('Airflow API (Stable)', `Airflow of team ${copy + 1}`);
    const { connectorId } = await submit(stack, { text });
    if (copy < 3) await editAction(stack, connectorId);
    if (copy === 3) await request(stack, 'POST', `/connectors/${connectorId}/versions/${version}/publish`);
    if (copy < 8) await request(stack, 'PUT', `/connectors/${connectorId}/overlays/fixes`, { overlay });
  }
  await open(scene, '/reimports/new');
  await take(page, 'bulk-new');
  const response = await fetch(`${stack.baseUrl}/api/operator/v1/reimports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ selector: { versions: 'all' }, target: 'replace-drafts', edits: 'fail', dryRun: true }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const id = String(Reflect.get(Object(await response.json()), 'id'));
  await open(scene, `/reimports/${id}`);
  await page.locator('[data-run="finished"]').waitFor({ timeout: 600_000 });
  await settle(page);
  await take(page, 'bulk-run');
}

/** A link to a failed import. */
async function takeRecipient(scene: Scene, browser: Browser): Promise<void> {
  const { stack, page } = scene;
  const text = 'openapi: 3.1.0\ninfo:\n  title: Orders\n  version: "2"\npaths: {"/orders": {get\n';
  const { id } = await submit(stack, { name: 'orders.yaml', text });
  await open(scene, `/imports/${id}`);
  await page.getByRole('button', { name: 'Create a link' }).click();
  // The page shows an example instead of the token, so the link for the recipient comes from the API.
  await page.locator('[data-share-link]').waitFor();
  await take(page, 'share', 'Share this import');

  const response = await fetch(`${stack.baseUrl}/api/connect/v1/o/${stack.organisationId}/imports/${id}/shares`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${stack.apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ days: 7 }),
  });
  const link = String(Reflect.get(Object(await response.json()), 'url'));
  const stranger = await (await openWindow(browser)).newPage();
  await stranger.goto(link);
  await settle(stranger);
  await take(stranger, 'shared');
}

await onStage(async (stack, browser) => {
  const member = { stack, page: await (await signIn(browser, stack, stack.apiKey)).newPage() };
  await takeNewcomer(member);
  await takeRecipient(member, browser);
  await takeOperator({ stack, page: await (await signIn(browser, stack, stack.operatorApiKey)).newPage() });
});
