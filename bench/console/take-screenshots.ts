// npm run screenshots --prefix bench -- --folder FOLDER: takes pictures of the pages of the console at two widths, in both themes.
// Times, durations, addresses and tokens are replaced on their way to the browser, so that the same pages give the same pictures.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { Stack } from '../reimport/stack.ts';
import { airflow, onStage, settle, signIn, submit, version } from './stage.ts';

const { values } = parseArgs({ options: { folder: { type: 'string', default: 'screenshots' } } });

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

await onStage(async (stack, browser) => {
  const page = await (await signIn(browser, stack, stack.operatorApiKey)).newPage();
  await takeAll(stack, page, values.folder);
});
