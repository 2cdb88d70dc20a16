import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSources } from './source-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

const rulesFile = 'deploy/prometheus/connectory.rules.yml';
const { groups } = parse(read(rulesFile)) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const dashboard = JSON.parse(read('deploy/grafana/connectory.json')) as { readonly panels: readonly Panel[] };

const isInstalled = (): boolean => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Names of series: those of metrics, and those that a histogram has besides. */
const registered = new Set(
  readSources(root)
    .flatMap(({ text }) => [...text.matchAll(/\bname: '(connectory_[a-z_]+)'/g)].map(([, name = '']) => name))
    .flatMap((name) => [name, ...['bucket', 'count', 'sum'].map((suffix) => `${name}_${suffix}`)]),
);

const seriesOf = (expr: string): readonly string[] => expr.match(/\bconnectory_[a-z_]+(?=[{[)\s]|$)/g) ?? [];

test.each(rules)('the alert $alert reads metrics that processes export', ({ expr }) => {
  expect(seriesOf(expr).filter((name) => !registered.has(name))).toEqual([]);
});

test.each(dashboard.panels)('the panel "$title" reads metrics that processes export', ({ targets }) => {
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.flatMap(({ expr }) => seriesOf(expr)).filter((name) => !registered.has(name))).toEqual([]);
});

test('each alert has a section in docs/monitoring.md, a severity, and a case that fires it', () => {
  const page = read('docs/monitoring.md');
  const tests = parse(read('deploy/prometheus/connectory.rules.test.yml')) as {
    readonly tests: readonly { readonly name: string }[];
  };
  for (const { alert } of rules) {
    expect(page, alert).toContain(`\n### ${alert}\n`);
    expect(tests.tests.map(({ name }) => name)).toContain(alert);
  }
  const sections = [...page.matchAll(/^### (Connectory\w+)$/gm)].map(([, name]) => name);
  expect(sections.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

describe.runIf(process.env['REQUIRE_PROMTOOL'] === '1' || isInstalled())('promtool', () => {
  test('each alert fires in its fault, and none in hours of normal work', () => {
    const output = execFileSync('promtool', ['test', 'rules', 'connectory.rules.test.yml'], {
      cwd: `${root}deploy/prometheus`,
      encoding: 'utf8',
    });
    expect(output).toContain('SUCCESS');
  }, 60_000);

  test('parses the queries of all panels', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'panels-'));
    const file = path.join(folder, 'panels.yml');
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    const recorded = queries.map((expr, index) => ({ record: `panel:${index}`, expr }));
    try {
      await writeFile(file, JSON.stringify({ groups: [{ name: 'panels', rules: recorded }] }));
      execFileSync('promtool', ['check', 'rules', file], { stdio: 'pipe' });
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
