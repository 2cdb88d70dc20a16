import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

it('the structure validators are as tools/generate-structure.mjs writes them', () => {
  const script = path.join(import.meta.dirname, '../tools/generate-structure.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
});
