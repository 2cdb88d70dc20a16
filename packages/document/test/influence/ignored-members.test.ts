import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ignoredMembers } from './ignored-members.ts';

it('docs/mapping.md lists the members that may be without effect, each with the sentence of the specification', () => {
  const page = readFileSync(new URL('../../../../docs/mapping.md', import.meta.url), 'utf8');
  const [, table] = /<!-- members without effect -->\n\n(.*)\n\n<!-- \/members without effect -->/s.exec(page) ?? [];
  const rows = ignoredMembers.map(
    ({ text, versions, sentence, source }) => `| ${text} | ${versions.join(', ')} | ${sentence} | ${source} |`,
  );
  expect(table?.split('\n')).toEqual([
    '| member | version | sentence | source |',
    '| --- | --- | --- | --- |',
    ...rows,
  ]);
});
