import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** Whether tests in a browser are skipped: Chromium is not installed. A run of CI fails instead. */
export const isSkipped = executablePath === undefined && process.env['REQUIRE_CHROMIUM'] !== '1';

export async function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Chromium is not installed: apt-get install chromium');
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
  const quiet = ['--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...quiet] });
}

/** Reports faults of a page: to break its content security policy, load from elsewhere, or throw. */
export function watchFaults(page: Page, baseUrl: string, onFault: (fault: string) => void): void {
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) onFault(message.text());
  });
  page.on('pageerror', (error) => onFault(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseUrl}/`) && !request.url().startsWith('data:')) onFault(request.url());
  });
}
