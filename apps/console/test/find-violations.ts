import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules of WCAG 2.2 A and AA, and best practices. @returns one line for each violation */
export async function findViolations(page: Page): Promise<readonly string[]> {
  const run = `(async () => { ${axe.source}; return JSON.stringify((await axe.run()).violations.map(
    ({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | '))); })()`;
  return JSON.parse(String(await page.evaluate(run)));
}

/** Findings of axe in both themes, and a page that is wider than a phone. The page is loaded. */
export async function findFaultsOfLook(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await findViolations(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const excess: unknown = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (excess !== 0) found.push(`${String(excess)} px wider than 360`);
  if (before !== null) await page.setViewportSize(before);
  return found;
}
