import type { ReimportItem, ReimportResource } from '@connectory/client';
import { Presets, SingleBar } from 'cli-progress';
import pc from 'picocolors';
import type { ReimportClient } from '../client/reimport-client.ts';
import { commandName } from '../output/command-name.ts';
import { renderTable } from './render-table.ts';
import { shortTime } from './short-time.ts';

export interface ReimportDisplay {
  update(run: ReimportResource): void;
  stop(): void;
}

/** Items of an outcome that are listed below the table. */
const shownItems = 10;

/** Shows a bar on a terminal, and otherwise a line for each tenth. Writes to standard error: results go to standard output. */
export function createReimportDisplay(run: ReimportResource): ReimportDisplay {
  return process.stderr.isTTY ? createBar(run) : createLines();
}

function createBar(run: ReimportResource): ReimportDisplay {
  const bar = new SingleBar(
    {
      format: '{status} [{bar}] {value}/{total}  {failed} failed  {rate}  {left}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(Math.max(run.total, 1), countEnded(run), payloadOf(run));
  return {
    update: (latest) => bar.update(countEnded(latest), payloadOf(latest)),
    stop: () => bar.stop(),
  };
}

function payloadOf(run: ReimportResource) {
  return {
    status: run.status.padEnd(8),
    failed: run.counts.failed,
    rate: run.rate === undefined ? '' : `${run.rate.toFixed(1)}/s`,
    left: run.secondsLeft === undefined ? '' : `${showSeconds(run.secondsLeft)} left`,
  };
}

function createLines(): ReimportDisplay {
  let last = '';
  return {
    update: (run) => {
      const tenth = run.total === 0 ? 10 : Math.floor((countEnded(run) * 10) / run.total);
      const key = `${run.status} ${tenth}`;
      if (key === last) return;
      last = key;
      const { failed, rate, left } = payloadOf(run);
      const rest = [`${failed} failed`, rate, left].filter((part) => part !== '').join(', ');
      process.stderr.write(`${run.status}: ${countEnded(run)} of ${run.total}, ${rest}\n`);
    },
    stop: () => undefined,
  };
}

export function countEnded({ total, counts }: ReimportResource): number {
  return total - counts.pending - counts.running;
}

export function showSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Formats a list of runs. */
export function showReimports(runs: readonly ReimportResource[]): string {
  const rows = runs.map((run) => [
    run.id,
    run.status,
    run.dryRun ? `${run.target}, dry run` : run.target,
    `${countEnded(run)}/${run.total}`,
    run.counts.failed,
    shortTime(run.createdAt),
  ]);
  const columns = [
    { head: 'bulk re-import' },
    { head: 'status' },
    { head: 'target', breaks: true },
    { head: 'ended' },
    { head: 'failed' },
    { head: 'created', breaks: true },
  ];
  return renderTable(columns, rows);
}

/** Formats an ended run: a table of outcomes, and the first items of some outcomes with their reason. */
export async function showReimport(client: ReimportClient, run: ReimportResource): Promise<string> {
  const good = run.status === 'finished' && run.counts.failed === 0;
  const outcomes = Object.entries(run.counts).filter(([, count]) => count > 0);
  const lines = [
    `${good ? pc.green('✔') : pc.red('✘')} ${pc.bold(run.status)}${run.dryRun ? ' (dry run)' : ''}  ${pc.dim(`bulk re-import ${run.id}`)}`,
    ...(run.reason === undefined ? [] : [`  ${run.reason.message} ${pc.dim(`[${run.reason.code}]`)}`]),
    renderTable([{ head: 'outcome' }, { head: 'versions', align: 'right' }], [...outcomes, ['all', run.total]]),
    ...(await showItems(client, run, 'failed')),
    ...(await showItems(client, run, 'skipped')),
    ...(await showItems(client, run, 'would-change')),
    ...nextStepsOf(run),
    `${pc.dim('console:')} ${run.links.console}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function showItems(
  client: ReimportClient,
  run: ReimportResource,
  outcome: ReimportItem['outcome'],
): Promise<readonly string[]> {
  const count = run.counts[outcome];
  if (count === 0) return [];
  const items = await client.items(run.id, outcome, shownItems);
  const lines = items.map((item) => `${outcome.padEnd(12)} ${item.connectorId} ${item.version}  ${reasonOf(item)}`);
  return count > items.length ? [...lines, pc.dim(`${' '.repeat(13)}… ${count - items.length} more`)] : lines;
}

function reasonOf({ error, diff }: ReimportItem): string {
  if (error !== undefined) return `${error.message} ${pc.dim(`[${error.code}]`)}`;
  if (diff === undefined) return 'too large to compare';
  return `${diff.breaking} breaking, ${diff.nonBreaking} non-breaking, ${diff.annotation} annotation(s)`;
}

function nextStepsOf({ id, status, counts }: ReimportResource): readonly string[] {
  if (status === 'stopped')
    return [
      `Continue: ${commandName()} reimport resume ${id}`,
      `Retry the failed items: ${commandName()} reimport retry-failed ${id}`,
    ];
  if (status === 'finished' && counts.failed > 0)
    return [`Retry the failed items: ${commandName()} reimport retry-failed ${id}`];
  return [];
}
