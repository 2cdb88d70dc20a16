import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { consolePages } from './console-pages.ts';

test('the tests of all pages know each page of the router', async () => {
  const file = fileURLToPath(new URL('../src/routes/router.tsx', import.meta.url));
  const { router }: { readonly router: { readonly routesByPath: object } } = await import(file);
  const paths = Object.keys(router.routesByPath).map((path) => path.replace(/(?<=.)\/$/, ''));
  expect(consolePages.map(({ path }) => path).toSorted()).toEqual([...new Set(paths)].toSorted());
});
