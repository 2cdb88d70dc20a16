// What scripts that take pictures of the console share: a service with documents, and a browser whose pages are the same in each run.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importForm } from '@connectory/harness';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '../repository-root.ts';
import { type Stack, startStack } from '../reimport/stack.ts';

const now = new Date('2026-01-31T12:00:00Z');
const shownTime = '2026-01-31T11:58:00.000Z';
export const airflow = readFileSync(path.join(repositoryRoot, 'examples/airflow.json'), 'utf8');
/** Of airflow. */
export const version = '2.5.3';

export interface Submitted {
  readonly id: string;
  readonly connectorId: string;
}

export interface Document {
  readonly name?: string;
  readonly text: string;
  readonly version?: string;
  readonly ifExists?: 'replace';
  readonly dryRun?: boolean;
}

/** Sends a document, and waits for the end of its import. */
export async function submit(
  stack: Stack,
  { name = 'airflow.json', text, ...options }: Document,
  connectorId?: string,
): Promise<Submitted> {
  const root = `${stack.baseUrl}/api/connect/v1/o/${stack.organisationId}`;
  const headers = { Authorization: `Bearer ${stack.apiKey}` };
  const target = connectorId === undefined ? 'protocols/http/import' : `connector/${connectorId}/http/import`;
  const body = importForm(text, options, name);
  const response = await fetch(`${root}/${target}`, {
    method: 'POST',
    headers: { ...headers, Prefer: 'respond-async' },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  const accepted = Object(await response.json());
  await (await fetch(`${root}/imports/${accepted.id}`, { headers: { ...headers, Prefer: 'wait=60' } })).arrayBuffer();
  return { id: accepted.id, connectorId: accepted.connectorId };
}

async function openBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('Chromium is not installed: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Replaces what differs from run to run. */
function steady(text: string): string {
  return text
    .replaceAll(/"20\d\d-\d\d-\d\dT[\d:.]+Z"/g, `"${shownTime}"`)
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://connectory.example')
    .replaceAll(/ctr_[\w-]+/g, 'ctr_ExampleOnly')
    .replaceAll(
      /"(fetching|parsing|mapping|persisting)":\d+/g,
      (_whole, stage: string) => `"${stage}":${stage.length * 6}`,
    );
}

/** A window of a browser in which nothing differs from run to run. */
export async function openWindow(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, reducedMotion: 'reduce' });
  // A machine that does other work is slow.
  context.setDefaultTimeout(180_000);
  await context.clock.setFixedTime(now);
  await context.route('**/api/**', async (route) => {
    if (route.request().headers()['accept'] !== 'application/json') return route.continue();
    const response = await route.fetch({ timeout: 0 });
    return route.fulfill({ response, body: steady(await response.text()) });
  });
  return context;
}

export async function signIn(browser: Browser, { baseUrl }: Stack, key: string): Promise<BrowserContext> {
  const context = await openWindow(browser);
  await context.request.post(`${baseUrl}/api/connect/v1/session`, { headers: { Authorization: `Bearer ${key}` } });
  return context;
}

/** Waits until nothing loads. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

/** Runs `work` with a service and a browser of its own. */
export async function onStage(work: (stack: Stack, browser: Browser) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-screenshots-'));
  const stack = await startStack({ folder, backend: 'postgres' });
  const browser = await openBrowser();
  try {
    await work(stack, browser);
  } finally {
    await browser.close();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
