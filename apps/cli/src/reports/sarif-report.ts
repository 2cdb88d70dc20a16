import { documentRules } from '@connectory/document';
import { allRules } from '@connectory/importer';
import { connectoryVersion } from '@connectory/runtime';
import { type Finding, findingsOf } from './findings.ts';
import type { Report } from './report.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A log in the Static Analysis Results Interchange Format 2.1.0, for code scanning. */
export function createSarifReport(): Report {
  const rules = [...allRules, ...documentRules].map(({ code, severity, meaning }) => ({
    id: code,
    shortDescription: { text: meaning },
    defaultConfiguration: { level: levels[severity] },
  }));
  const driver = { name: 'Connectory', version: connectoryVersion(), rules };
  const head = JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: [] }],
  });
  const [start = '', end = ''] = head.split(/(?<="results":\[)(?=\]\}\]\}$)/);
  let separator = '';
  return {
    start,
    showsSource: false,
    file: (checked) => {
      const results = findingsOf(checked).map((finding) => `\n${JSON.stringify(toResult(finding))}`);
      if (results.length === 0) return '';
      const text = `${separator}${results.join(',')}`;
      separator = ',';
      return text;
    },
    end: () => `${end}\n`,
  };
}

function toResult({ code, severity, text, file, location }: Finding) {
  const { pointer, line, column } = location;
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return {
    ruleId: code,
    level: levels[severity],
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, ...region },
        ...(pointer === '' ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
      },
    ],
  };
}

function toUri(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
