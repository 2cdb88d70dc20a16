// npm run console --prefix bench -- [--rounds 20] [--busy 2]: the time until the page of an import can be used in Chromium, beside a static page.
// Busy: as many clients import documents meanwhile. Exits with 1 if the median is above a second.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSpec, importForm } from '@connectory/harness';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { repositoryRoot } from '../repository-root.ts';
import { type Stack, startStack } from '../reimport/stack.ts';
import { untilShown } from './until-shown.ts';

const maxMedianMs = 1_000;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, busy: { type: 'string', default: '2' } },
});

/** Imports a document, and waits for the end. @returns the id of the import */
async function submit({ baseUrl, organisationId, apiKey }: Stack, document: unknown): Promise<string> {
  const root = `${baseUrl}/api/connect/v1/o/${organisationId}`;
  const headers = { Authorization: `Bearer ${apiKey}` };
  const body = importForm(document);
  const response = await fetch(`${root}/protocols/http/import`, {
    method: 'POST',
    headers: { ...headers, Prefer: 'respond-async' },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  const id = String(Reflect.get(Object(await response.json()), 'id'));
  await (await fetch(`${root}/imports/${id}`, { headers: { ...headers, Prefer: 'wait=60' } })).arrayBuffer();
  return id;
}

/** Imports documents until the returned function is called. */
function keepBusy(stack: Stack, clients: number): () => Promise<void> {
  const over = new AbortController();
  const work = Array.from({ length: clients }, async (_, client) => {
    for (let round = 0; !over.signal.aborted; round += 1) {
      const document = buildSpec({ title: `Busy ${client} ${round}` });
      // A request that is cut off is load, too.
      await submit(stack, document).catch(() => undefined);
    }
  });
  return async () => {
    over.abort();
    await Promise.all(work);
  };
}

async function openBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('Chromium is not installed: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

async function signIn(browser: Browser, { baseUrl, apiKey }: Stack): Promise<BrowserContext> {
  const context = await browser.newContext();
  const headers = { Authorization: `Bearer ${apiKey}` };
  await context.request.post(`${baseUrl}/api/connect/v1/session`, { headers });
  return context;
}

async function serveStatic(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Static</title><h1>Messages</h1>');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Milliseconds from the request of a page until its messages can be opened. */
async function measure(context: BrowserContext, url: string, hasMessages: boolean): Promise<number> {
  const page = await context.newPage();
  try {
    const startedAt = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    // A locator would look after 20, 70, 170, 270, 770 and 1,270 ms, and be late by up to half a second.
    await page.evaluate(untilShown(hasMessages));
    return performance.now() - startedAt;
  } finally {
    await page.close();
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function compare(stack: Stack, browser: Browser, server: Server): Promise<{ page: number; fixed: number }> {
  const airflow = readFileSync(path.join(repositoryRoot, 'examples/airflow.json'), 'utf8');
  const id = await submit(stack, airflow);
  const context = await signIn(browser, stack);
  const fixedUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = keepBusy(stack, Number(values.busy));
  const times: { readonly page: number[]; readonly fixed: number[] } = { page: [], fixed: [] };
  try {
    for (let round = 0; round < Number(values.rounds); round += 1) {
      // In turn, so that both have the same load.
      times.fixed.push(await measure(context, fixedUrl, false));
      times.page.push(await measure(context, `${stack.baseUrl}/console/imports/${id}`, true));
    }
  } finally {
    await stop();
  }
  return { page: median(times.page), fixed: median(times.fixed) };
}

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-console-'));
const stack = await startStack({ folder, backend: 'postgres' });
const browser = await openBrowser();
const server = await serveStatic();
try {
  const { page, fixed } = await compare(stack, browser, server);
  const ratio = page / fixed;
  process.stdout.write(
    `import page ${page.toFixed(0)} ms, static page ${fixed.toFixed(0)} ms, ratio ${ratio.toFixed(1)} (medians, ${values.busy} clients importing)\n`,
  );
  if (page > maxMedianMs) process.exitCode = 1;
} finally {
  server.close();
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
