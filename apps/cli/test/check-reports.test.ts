import { readFile } from 'node:fs/promises';
import Ajv from 'ajv-draft-04';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildSpec, operation } from '@connectory/harness';
import { defaultDocumentLimits } from '@connectory/document';
import { checkDocument } from '../src/check/check-document.ts';
import type { CheckedFile } from '../src/check/checked-file.ts';
import { createGithubReport } from '../src/reports/github-report.ts';
import { createJsonReport } from '../src/reports/json-report.ts';
import type { Report } from '../src/reports/report.ts';
import { createSarifReport } from '../src/reports/sarif-report.ts';
import { createTextReport } from '../src/reports/text-report.ts';

const totals = { files: 3, skipped: 0, failed: 1, error: 0, warning: 0, info: 0 };

async function check(file: string, content: string): Promise<CheckedFile> {
  const options = { filename: file, limits: defaultDocumentLimits, withSource: true };
  return { file, ...(await checkDocument(Buffer.from(content), options)) };
}

function render(report: Report, checked: readonly CheckedFile[]): string {
  return report.start + checked.map((each) => report.file(each)).join('') + report.end(totals);
}

let clean: CheckedFile;
let faulty: CheckedFile;
let cut: CheckedFile;
beforeAll(async () => {
  clean = await check('a folder/clean.json', JSON.stringify(buildSpec()));
  const paths = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [`/p${index}`, { get: { ...operation(), tags: 'none' } }]),
  );
  faulty = await check('faulty,1:2.json', JSON.stringify(buildSpec({ paths }), null, 1));
  cut = await check('cut.yaml', 'openapi: 3.1.0\ninfo: {title: "cut');
});

describe('SARIF', () => {
  test('conforms to the schema of the format', async () => {
    const schema = JSON.parse(await readFile(new URL('fixtures/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'));
    const validate = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    for (const files of [[], [clean], [clean, faulty, cut]]) {
      const log = JSON.parse(render(createSarifReport(), files));
      expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    }
  });

  test('has a result with its line for each place', () => {
    const log = JSON.parse(render(createSarifReport(), [faulty, cut]));
    const { results, tool } = log.runs[0];
    expect(tool.driver.version).toMatch(/^\d+\./);
    expect(results.length).toBeGreaterThan(100);
    expect(results.at(-1)).toMatchObject({
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'cut.yaml' }, region: { startLine: 2 } } }],
    });
    const rules = new Set(tool.driver.rules.map(({ id }: { id: string }) => id));
    for (const { code } of faulty.messages) expect(rules).toContain(code);
  });
});

test('annotations of GitHub name file, line and column, in one line each', () => {
  const lines = render(createGithubReport(), [clean, faulty, cut]).trim().split('\n');
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) file=[^:]+,title=\w+::.+$/);
  expect(lines.at(-1)).toMatch(/^::error file=cut\.yaml,line=2,col=\d+,title=\w+::/);
  expect(lines.some((line) => line.includes('file=faulty%2C1%3A2.json,line='))).toBe(true);
});

test('JSON is one object with a line for each file', () => {
  const text = render(createJsonReport(), [clean, faulty, cut]);
  expect(JSON.parse(text)).toMatchObject({ files: [clean, { file: faulty.file }, { file: 'cut.yaml' }], totals });
  expect(text.trim().split('\n')).toHaveLength(5);
});

test('the text states places as file:line:column, and the number of the others', () => {
  const text = render(
    createTextReport(() => true),
    [faulty, cut],
  );
  expect(text).toMatch(/faulty,1:2\.json:\d+:\d+ /);
  expect(text).toMatch(/… 147 more/);
  expect(text).toMatch(/^ +\d+ \| +"tags": "none"\n +\| +\^$/m);
  expect(text).toContain('cut.yaml:2:');
  const one = { files: 1, skipped: 0, failed: 0, error: 0, warning: 1, info: 2 };
  expect(createTextReport(() => true).end(one)).toContain('1 document, 0 cannot be imported; 0 errors, 1 warning, 2');
});
