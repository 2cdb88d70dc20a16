import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { apply, named, overlayOf } from './apply-text.ts';

const folder = new URL('golden/', import.meta.url);

// `npx vitest run --project unit packages/overlay --update` writes the files of the results.
describe('golden cases', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const file = (part: string): URL => new URL(`${name}/${part}`, folder);
    const read = (part: string): string => readFileSync(file(part), 'utf8');
    const overlays = readdirSync(file('.'))
      .filter((each) => each.endsWith('.overlay.yaml'))
      .map((each) => named(overlayOf(read(each)), { name: each.replace('.overlay.yaml', '') }));
    // The overlays were first applied to this document.
    const before = existsSync(file('before.yaml')) ? apply(load(read('before.yaml')) as Json, overlays) : undefined;
    const remember = before?.ok === true ? before.remember : {};
    const outcome = apply(
      load(read('document.yaml')) as Json,
      overlays.map((each) => ({ ...each, remembered: remember[each.name] ?? {} })),
    );
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const { document, totals } = outcome;
    const messages = document.notices.map(({ code, severity, places }) => ({ code, severity, places }));
    await expect(toText(document.root)).toMatchFileSnapshot(`golden/${name}/result.json`);
    await expect(toText({ totals, messages })).toMatchFileSnapshot(`golden/${name}/report.json`);
  });
});

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
