import type { ImportError, ImportResource, Message } from '@connectory/client';
import pc from 'picocolors';
import { commandName } from '../output/command-name.ts';
import { counted } from '../output/counted.ts';
import type { PlaceCounts } from './count-places.ts';
import { renderTable } from './render-table.ts';
import { showDiffSummary } from './show-diff.ts';

const paint = { info: pc.blue, warning: pc.yellow, error: pc.red } as const;

/** Places shown for each message. */
const shownPlaces = 3;

/** Messages with at most a hundred places each, and the number of all places. */
interface ReportedMessages {
  readonly messages: readonly Message[];
  readonly places: PlaceCounts;
}

/** Formats a succeeded import: counts, coverage and messages. */
export function showSummary(ended: ImportResource, connectorName: string, reported: ReportedMessages): string {
  const { summary, coverage } = ended;
  const lines = [
    `${pc.green('✔')} ${pc.bold(connectorName)}, version ${pc.bold(ended.version ?? '?')}  ${pc.dim(`connector ${ended.connectorId}`)}`,
    `  ${entityCounts(summary)}  ${pc.dim(durations(ended))}`,
    ...(summary?.overlays === undefined ? [] : [`  overlays: ${showOverlays(summary.overlays)}`]),
    ...(summary?.diff === undefined ? [] : [`  against ${summary.diff.against}: ${showDiffSummary(summary.diff)}`]),
    '',
    ...(ended.dryRun === true ? [pc.yellow('  Dry run: nothing was stored.'), ''] : []),
    ...(coverage === undefined ? [] : [coverageTable(coverage)]),
    ...showMessages(reported.messages, { id: ended.id, places: reported.places }),
  ];
  return `${lines.join('\n')}\n`;
}

/** `3 actions, 0 triggers, 1 definition` */
export function entityCounts(counts: EntityCounts | null | undefined): string {
  const { actions = 0, triggers = 0, definitions = 0 } = counts ?? {};
  return [counted(actions, 'action'), counted(triggers, 'trigger'), counted(definitions, 'definition')].join(', ');
}

function showOverlays({ actions, applied, notNeeded, conflicting, missing }: OverlayTotals): string {
  return `${counted(actions, 'action')}: ${applied} applied, ${notNeeded} not needed, ${conflicting} conflicting, ${missing} missing`;
}

type EntityCounts = Pick<NonNullable<ImportResource['summary']>, 'actions' | 'triggers' | 'definitions'>;

type OverlayTotals = NonNullable<NonNullable<ImportResource['summary']>['overlays']>;

function durations(ended: ImportResource): string {
  const stages = Object.entries(ended.timings).map(([stage, ms]) => `${stage} ${ms} ms`);
  return stages.length === 0 ? '' : `(${stages.join(', ')})`;
}

function coverageTable(coverage: NonNullable<ImportResource['coverage']>): string {
  const rows = Object.entries(coverage).flatMap(([kind, count]) => {
    if (count.inDocument === 0) return [];
    // Imports of earlier releases do not tell the two apart.
    const { noted = 0, changed = count.withMessage - noted } = count;
    return [[kind, count.inDocument, count.asWritten, noted, changed, count.notImported]];
  });
  const numbers = ['in the document', 'as written', 'noted', 'changed', 'not imported'];
  return `${renderTable([{ head: '' }, ...numbers.map((head) => ({ head, align: 'right' }) as const)], rows)}\n`;
}

const severities = ['error', 'warning', 'info'] as const;

interface ImportPlaces {
  /** The id of the import. */
  readonly id: string;
  readonly places: PlaceCounts;
}

function showMessages(messages: readonly Message[], of: ImportPlaces): string[] {
  const ordered = severities.flatMap((severity) => messages.filter((message) => message.severity === severity));
  return ordered.flatMap((message) => {
    const stated = (message.detail ?? []).slice(0, shownPlaces);
    return [
      `${paint[message.severity](message.severity.padEnd(7))} ${message.text}`,
      ...stated.map((place) => pc.dim(`        ${place}`)),
      ...showRest(message, of),
    ];
  });
}

/** How many places are not shown, and the command that lists them. */
function showRest({ code = '', detail = [] }: Message, { id, places }: ImportPlaces): string[] {
  const rest = (places.get(code) ?? detail.length) - shownPlaces;
  if (rest <= 0) return [];
  return [pc.dim(`        … ${rest} more: ${commandName()} messages ${id} --code ${code}`)];
}

/** Formats a failed import: its error, and the messages found before it. */
export function showFailure(error: ImportError, of: ImportPlaces): string {
  const lines = [`${pc.red('✘')} ${error.message} ${pc.dim(`[${error.code}]`)}`];
  if (error.details !== undefined) lines.push(`  ${error.details.replaceAll('\n', '\n  ')}`);
  return `${[...lines, ...showMessages(error.messages ?? [], of)].join('\n')}\n`;
}
