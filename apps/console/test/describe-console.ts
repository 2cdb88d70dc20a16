import { describeOnQueues, type QueueBackend, type Stack, startStack } from '@connectory/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect } from 'vitest';
import { isSkipped, openBrowser, watchFaults } from './open-browser.ts';
import { signIn } from './sign-in.ts';

/** Set-up takes long on a busy machine. */
export const setUpMs = 180_000;

/** How long a page may take on a busy machine, on which the start of a process takes long. */
const patienceMs = 90_000;

interface Visitor {
  /** Signs in with this key. */
  readonly key?: string;
  /** Another address of the same service. */
  readonly baseUrl?: string;
}

interface StartOptions {
  /** Settings of the processes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who uses the page; default: the organisation. */
  readonly as?: 'organisation' | 'operator' | 'stranger';
  readonly context?: BrowserContextOptions;
  /** Faults that are not those of the console. */
  readonly isAllowed?: (fault: string) => boolean;
}

/** A stack, and a page of the console in Chromium. */
export interface Console {
  readonly stack: Stack;
  readonly page: Page;
  /** Opens a page in a new browser context, and watches it. */
  readonly visit: (visitor?: Visitor) => Promise<Page>;
}

type Start = (options?: StartOptions) => Promise<Console>;

/**
 * Describes the console in a real Chromium, against real processes, once for each queue. Without Chromium the tests are
 * skipped, because users need none. Faults of any page (`watchFaults`) fail the test that caused them.
 * @param suite starts the console in its `beforeAll`; all that it opens is closed after it
 */
export function describeConsole(title: string, suite: (start: Start, backend: QueueBackend) => void): void {
  shareBrowser();
  describeOnQueues(`${title}, queue on $name`, { skip: isSkipped }, (backend) => suite(prepare(backend), backend));
}

/**
 * The same on one queue, for pages that read or change what is stored: the queue cannot change their responses. The
 * journey of an import and the pages of operators are tested on both.
 */
export function describeConsoleOnce(title: string, suite: (start: Start) => void): void {
  shareBrowser();
  describe.skipIf(isSkipped)(title, () => suite(prepare({ name: 'postgres' })));
}

let sharedBrowser: Promise<Browser> | undefined;

/** Closes the browser after the last suite of a file. */
function shareBrowser(): void {
  afterAll(async () => {
    const browser = await sharedBrowser;
    sharedBrowser = undefined;
    await browser?.close();
  });
}

function prepare(backend: QueueBackend): Start {
  const releases: (() => Promise<unknown>)[] = [];
  const faults: string[] = [];
  afterEach(() => expect(faults.splice(0)).toEqual([]));
  afterAll(async () => {
    for (const release of releases.splice(0).reverse()) await release();
  });
  return async ({ env, as = 'organisation', context: given, isAllowed = () => false } = {}) => {
    const stack = await startStack(backend, { env: { RATE_LIMIT_READS_PER_MINUTE: '0', ...env } });
    releases.push(() => stack.stop());
    sharedBrowser ??= openBrowser();
    const browser = await sharedBrowser;
    const visit = async ({ key, baseUrl = stack.baseUrl }: Visitor = {}): Promise<Page> => {
      const viewport = { width: 1_280, height: 800 };
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...given });
      releases.push(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      watchFaults(page, baseUrl, (fault) => void (isAllowed(fault) || faults.push(fault)));
      if (key !== undefined) await signIn(page, stack, key);
      return page;
    };
    const keys = { organisation: { key: stack.apiKey }, operator: { key: stack.operatorApiKey }, stranger: {} };
    return { stack, page: await visit(keys[as]), visit };
  };
}
