import type { Finding } from './findings.ts';
import { findingsOf } from './findings.ts';
import type { Report } from './report.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands of GitHub Actions, which annotate the lines of a pull request. */
export function createGithubReport(): Report {
  return {
    start: '',
    showsSource: false,
    file: (checked) => findingsOf(checked).map(annotate).join(''),
    end: () => '',
  };
}

function annotate({ code, severity, text, file, location: { line, column } }: Finding): string {
  const place = [
    `file=${escapeProperty(file)}`,
    ...(line === undefined ? [] : [`line=${line}`]),
    ...(line === undefined || column === undefined ? [] : [`col=${column}`]),
    `title=${escapeProperty(code)}`,
  ];
  return `::${commands[severity]} ${place.join(',')}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
