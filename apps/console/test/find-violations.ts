import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules of WCAG 2.2 A and AA, and best practices. @param rules only these @returns one line for each violation */
export async function findViolations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if ((await page.evaluate("'axe' in globalThis")) !== true) await page.evaluate(`${axe.source}; undefined`);
  const options = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } };
  const run = `(async () => JSON.stringify((await axe.run(${JSON.stringify(options)})).violations.map(
    ({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | '))))()`;
  return JSON.parse(String(await page.evaluate(run)));
}

/** Findings of axe in both themes. */
export async function findViolationsOfThemes(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = (await findViolations(page)).map((violation) => `light: ${violation}`);
  await page.emulateMedia({ colorScheme: 'dark' });
  // A theme has other colours, and nothing else.
  const dark = (await findViolations(page, ['color-contrast'])).map((violation) => `dark: ${violation}`);
  return [...light, ...dark];
}

/** Findings of axe in both themes, and a page that is wider than a phone. The page is loaded. */
export async function findFaultsOfLook(page: Page): Promise<readonly string[]> {
  const found = [...(await findViolationsOfThemes(page))];
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const excess: unknown = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (excess !== 0) found.push(`${String(excess)} px wider than 360`);
  if (before !== null) await page.setViewportSize(before);
  return found;
}
