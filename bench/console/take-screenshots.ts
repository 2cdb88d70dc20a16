// npm run screenshots --prefix bench -- --folder FOLDER: takes pictures of the pages of the console at two widths, in both themes.
// Times, durations, addresses and tokens are replaced on their way to the browser, so that the same pages give the same pictures.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importForm } from '@connectory/harness';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '../repository-root.ts';
import { type Stack, startStack } from '../reimport/stack.ts';

const { values } = parseArgs({ options: { folder: { type: 'string', default: 'screenshots' } } });

const now = new Date('2026-01-31T12:00:00Z');
const shownTime = '2026-01-31T11:58:00.000Z';
const airflow = readFileSync(path.join(repositoryRoot, 'examples/airflow.json'), 'utf8');
/** Of airflow. */
const version = '2.5.3';

interface Submitted {
  readonly id: string;
  readonly connectorId: string;
}

interface Document {
  readonly name?: string;
  readonly text: string;
  readonly version?: string;
  readonly ifExists?: 'replace';
  readonly dryRun?: boolean;
}

/** Sends a document, and waits for the end of its import. */
async function submit(
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

async function signIn(browser: Browser, { baseUrl }: Stack, key: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_100, height: 720 }, reducedMotion: 'reduce' });
  await context.clock.setFixedTime(now);
  await context.request.post(`${baseUrl}/api/connect/v1/session`, { headers: { Authorization: `Bearer ${key}` } });
  await context.route('**/api/**', async (route) => {
    if (route.request().headers()['accept'] !== 'application/json') return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, body: steady(await response.text()) });
  });
  return context;
}

/** Waits until nothing loads. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

interface Shown {
  readonly id: string;
  readonly dryRunId: string;
  readonly connectorId: string;
}

/** Addresses of pages, by the names of their pictures. */
function pagesOf({ id, dryRunId, connectorId }: Shown): { readonly [name: string]: string } {
  const of = `/connectors/${connectorId}`;
  return {
    imports: '/imports',
    'new-import': '/imports/new',
    import: `/imports/${id}`,
    'dry-run': `/imports/${dryRunId}`,
    diff: `/imports/${dryRunId}/diff`,
    connectors: '/connectors',
    'connectors-none': '/connectors?name=zzz',
    connector: of,
    version: `${of}/versions/${version}`,
    definitions: `${of}/versions/${version}/definitions`,
    triggers: `${of}/versions/${version}/triggers`,
    edits: `${of}/versions/${version}/edits`,
    action: `${of}/versions/${version}/actions/get_dags`,
    'new-action': `${of}/versions/${version}/new/action`,
    'new-auth-scheme': `${of}/new-auth-scheme`,
    reimports: '/reimports',
    'new-run': '/reimports/new',
    keys: '/keys',
    audit: '/audit',
    webhooks: '/webhooks',
    limits: '/limits',
    system: '/system',
    none: '/nothing',
  };
}

/** Takes every page, with many imports and a long name. */
async function takeAll(stack: Stack, page: Page, folder: string): Promise<void> {
  const titles = Array.from({ length: 26 }, (_, index) => `API ${index}`);
  for (const title of titles) await submit(stack, { text: airflow.replace('Airflow API (Stable)', title) });
  const { id, connectorId } = await submit(stack, {
    text: airflow.replace('Airflow API (Stable)', 'A long name '.repeat(12)),
  });
  const copy = airflow.replaceAll('/connections/{', '/moved/{');
  const dryRun = await submit(stack, { text: copy, version, ifExists: 'replace', dryRun: true }, connectorId);
  const pages = pagesOf({ id, dryRunId: dryRun.id, connectorId });
  await mkdir(folder, { recursive: true });
  for (const [name, address] of Object.entries(pages)) {
    await page.setViewportSize({ width: 1_440, height: 900 });
    await page.goto(`${stack.baseUrl}/console${address}`);
    await settle(page);
    for (const width of [1_440, 390])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`) });
      }
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-screenshots-'));
const stack = await startStack({ folder, backend: 'postgres' });
const browser = await openBrowser();
try {
  const page = await (await signIn(browser, stack, stack.operatorApiKey)).newPage();
  await takeAll(stack, page, values.folder);
} finally {
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
