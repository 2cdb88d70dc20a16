import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

test('a command starts without the code of the service: it would take four times as long', () => {
  const visited = new Set(['main.ts']);
  const packages = new Set<string>();
  // Files that are added are visited too. An `import()` loads later, and types are not loaded.
  for (const file of visited) {
    const text = readFileSync(path.join(source, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )(?:[^'";]* from )?'([^']+)'/gm)) {
      if (name.startsWith('.')) visited.add(path.posix.join(path.posix.dirname(file), name));
      else packages.add(name);
    }
  }
  expect(visited.size).toBeGreaterThan(50);
  expect([...packages].filter((name) => name.startsWith('@connectory/')).toSorted()).toEqual([
    '@connectory/client',
    '@connectory/runtime',
  ]);
});
