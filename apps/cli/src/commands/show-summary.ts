import Table from 'cli-table3';
import pc from 'picocolors';
import { showDiffSummary } from './show-diff.ts';
import type { ErrorView, ImportView, MessageView } from '../api-client.ts';

const paint = { info: pc.blue, warning: pc.yellow, error: pc.red } as const;

/** Places of a message shown here; the result has more. */
const shownPlaces = 3;

/** A summary for people: what was made, what of the document it covers, what could not be taken over. */
export function showSummary(ended: ImportView, connectorName: string, messages: readonly MessageView[]): string {
  const { summary, coverage = {} } = ended;
  const lines = [
    `${pc.green('✔')} ${pc.bold(connectorName)}, version ${pc.bold(ended.version ?? '?')}  ${pc.dim(`connector ${ended.connectorId}`)}`,
    `  ${summary?.actions ?? 0} actions, ${summary?.triggers ?? 0} triggers, ${summary?.definitions ?? 0} definitions  ${pc.dim(durations(ended))}`,
    ...(summary?.diff === undefined ? [] : [`  against ${summary.diff.against}: ${showDiffSummary(summary.diff)}`]),
    '',
    ...(ended.dryRun === true ? [pc.yellow('  A dry run: nothing of it was stored.'), ''] : []),
    coverageTable(coverage),
    ...showMessages(messages),
  ];
  return `${lines.join('\n')}\n`;
}

function durations(ended: ImportView): string {
  const stages = Object.entries(ended.timings).map(([stage, ms]) => `${stage} ${ms} ms`);
  return stages.length === 0 ? '' : `(${stages.join(', ')})`;
}

function coverageTable(coverage: NonNullable<ImportView['coverage']>): string {
  const table = new Table({
    head: ['', 'in the document', 'as written', 'with a message', 'not imported'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const [kind, count] of Object.entries(coverage)) {
    if (count.inDocument === 0) continue;
    table.push([kind, count.inDocument, count.asWritten, count.withMessage, count.notImported]);
  }
  return table.toString();
}

const severities = ['error', 'warning', 'info'] as const;

function showMessages(messages: readonly MessageView[]): string[] {
  const ordered = severities.flatMap((severity) => messages.filter((message) => message.severity === severity));
  return ordered.flatMap((message) => {
    const detail = message.detail ?? [];
    const rest = detail.length - shownPlaces;
    return [
      `${paint[message.severity](message.severity.padEnd(7))} ${message.text}`,
      ...detail.slice(0, shownPlaces).map((place) => pc.dim(`        ${place}`)),
      ...(rest > 0 ? [pc.dim(`        … ${rest} more in the result (--json)`)] : []),
    ];
  });
}

/** A failure for people: the one clear error, and the messages that led to it. */
export function showFailure(error: ErrorView): string {
  const lines = [`${pc.red('✘')} ${error.message} ${pc.dim(`[${error.code}]`)}`];
  if (error.details !== undefined) lines.push(`  ${error.details}`);
  return `${[...lines, ...showMessages(error.messages ?? [])].join('\n')}\n`;
}
