import type { ImportError, ImportResource, Message } from '@connectory/contract';
import Table from 'cli-table3';
import pc from 'picocolors';
import { showDiffSummary } from './show-diff.ts';

const paint = { info: pc.blue, warning: pc.yellow, error: pc.red } as const;

/** Places shown for each message. */
const shownPlaces = 3;

/** Formats a succeeded import: counts, coverage and messages. */
export function showSummary(ended: ImportResource, connectorName: string, messages: readonly Message[]): string {
  const { summary, coverage } = ended;
  const lines = [
    `${pc.green('✔')} ${pc.bold(connectorName)}, version ${pc.bold(ended.version ?? '?')}  ${pc.dim(`connector ${ended.connectorId}`)}`,
    `  ${summary?.actions ?? 0} actions, ${summary?.triggers ?? 0} triggers, ${summary?.definitions ?? 0} definitions  ${pc.dim(durations(ended))}`,
    ...(summary?.overlays === undefined ? [] : [`  overlays: ${showOverlays(summary.overlays)}`]),
    ...(summary?.diff === undefined ? [] : [`  against ${summary.diff.against}: ${showDiffSummary(summary.diff)}`]),
    '',
    ...(ended.dryRun === true ? [pc.yellow('  Dry run: nothing was stored.'), ''] : []),
    ...(coverage === undefined ? [] : [coverageTable(coverage)]),
    ...showMessages(messages),
  ];
  return `${lines.join('\n')}\n`;
}

function showOverlays({ actions, applied, notNeeded, conflicting, missing }: OverlayTotals): string {
  return `${actions} actions: ${applied} applied, ${notNeeded} not needed, ${conflicting} conflicting, ${missing} missing`;
}

type OverlayTotals = NonNullable<NonNullable<ImportResource['summary']>['overlays']>;

function durations(ended: ImportResource): string {
  const stages = Object.entries(ended.timings).map(([stage, ms]) => `${stage} ${ms} ms`);
  return stages.length === 0 ? '' : `(${stages.join(', ')})`;
}

const coverageKinds = [
  'operations',
  'parameters',
  'bodies',
  'responses',
  'schemas',
  'securitySchemes',
  'webhooks',
  'callbacks',
] as const;

function coverageTable(coverage: NonNullable<ImportResource['coverage']>): string {
  const table = new Table({
    head: ['', 'in the document', 'as written', 'noted', 'changed', 'not imported'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const kind of coverageKinds) {
    const count = coverage[kind];
    if (count.inDocument === 0) continue;
    // Imports of earlier releases do not tell the two apart.
    const { noted = 0, changed = count.withMessage - noted } = count;
    table.push([kind, count.inDocument, count.asWritten, noted, changed, count.notImported]);
  }
  return table.toString();
}

const severities = ['error', 'warning', 'info'] as const;

function showMessages(messages: readonly Message[]): string[] {
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

/** Formats a failed import: its error, and the messages found before it. */
export function showFailure(error: ImportError): string {
  const lines = [`${pc.red('✘')} ${error.message} ${pc.dim(`[${error.code}]`)}`];
  if (error.details !== undefined) lines.push(`  ${error.details.replaceAll('\n', '\n  ')}`);
  return `${[...lines, ...showMessages(error.messages ?? [])].join('\n')}\n`;
}

/** The last line of an import: its page in the console. */
export function showConsoleLink({ links }: ImportResource): string {
  return `${pc.dim('console:')} ${links.console}\n`;
}
