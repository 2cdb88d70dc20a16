import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { normalisationRules } from '../../exporter/src/proof/ledger/rules.ts';
import { openapi3Tables } from '../src/members/openapi-3-tables.ts';
import { swagger2Tables } from '../src/members/swagger-2-tables.ts';
import { fillMarkers, writeMemberTables } from './write-member-tables.ts';

const file = new URL('../../../docs/mapping.md', import.meta.url);

function withTables(page: string): string {
  const filled = fillMarkers(page, 'members of OpenAPI 3', writeMemberTables(openapi3Tables));
  const both = fillMarkers(filled, 'members of Swagger 2.0', writeMemberTables(swagger2Tables));
  return fillMarkers(both, 'rules of exports', writeRules());
}

function writeRules(): string {
  const rows = Object.entries(normalisationRules).map(([rule, text]) => `| \`${rule}\` | ${text} |`);
  return ['| rule | export |', '| --- | --- |', ...rows].join('\n');
}

// Updating is a separate step whose result is reviewed as a diff. CI never updates.
if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined)
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));

it('docs/mapping.md has the member tables of the importer and the rules of exports; otherwise run `npm run golden`', () => {
  const page = readFileSync(file, 'utf8');
  expect(page).toBe(withTables(page));
});
