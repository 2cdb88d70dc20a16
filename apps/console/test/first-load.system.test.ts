import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const maxBytes = 200_000;

it('the first load of the console has at most 200 kB, compressed', () => {
  const page = readFileSync(`${dist}index.html`, 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThanOrEqual(3);
  const bytes = ['index.html', ...files].map((file) => gzipSync(readFileSync(dist + file)).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(maxBytes);
  // Nothing inline: the content security policy would refuse it.
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
});
