import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import pc from 'picocolors';
import type { ReimportClient, ReimportItemView, ReimportView } from '../reimport-client.ts';

export interface ReimportDisplay {
  update(run: ReimportView): void;
  stop(): void;
}

/** Items named one by one below the table. */
const shownItems = 10;

/** A bar on a terminal; elsewhere a line for each tenth. Both on standard error: standard output is for results. */
export function createReimportDisplay(run: ReimportView): ReimportDisplay {
  return process.stderr.isTTY ? createBar(run) : createLines();
}

function createBar(run: ReimportView): ReimportDisplay {
  const bar = new SingleBar(
    {
      format: '{status} [{bar}] {value}/{total}  {failed} failed  {rate}  {left}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(Math.max(run.total, 1), endedOf(run), payloadOf(run));
  return {
    update: (now) => bar.update(endedOf(now), payloadOf(now)),
    stop: () => bar.stop(),
  };
}

function payloadOf(run: ReimportView) {
  return {
    status: run.status.padEnd(8),
    failed: run.counts['failed'] ?? 0,
    rate: run.rate === undefined ? '' : `${run.rate.toFixed(1)}/s`,
    left: run.secondsLeft === undefined ? '' : `${showSeconds(run.secondsLeft)} left`,
  };
}

function createLines(): ReimportDisplay {
  let last = '';
  return {
    update: (run) => {
      const tenth = run.total === 0 ? 10 : Math.floor((endedOf(run) * 10) / run.total);
      const key = `${run.status} ${tenth}`;
      if (key === last) return;
      last = key;
      const { failed, rate, left } = payloadOf(run);
      const rest = [`${failed} failed`, rate, left].filter((part) => part !== '').join(', ');
      process.stderr.write(`${run.status}: ${endedOf(run)} of ${run.total}, ${rest}\n`);
    },
    stop: () => undefined,
  };
}

export function endedOf({ total, counts }: ReimportView): number {
  return total - (counts['pending'] ?? 0) - (counts['running'] ?? 0);
}

export function showSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How a run ended, for people: a table of outcomes, and the first of what failed. */
export async function showReimport(client: ReimportClient, run: ReimportView): Promise<string> {
  const good = run.status === 'finished' && (run.counts['failed'] ?? 0) === 0;
  const table = new Table({
    head: ['outcome', 'versions'],
    colAligns: ['left', 'right'],
    style: { head: [], border: [] },
  });
  for (const [outcome, count] of Object.entries(run.counts)) if (count > 0) table.push([outcome, count]);
  table.push(['all', run.total]);
  const lines = [
    `${good ? pc.green('✔') : pc.red('✘')} ${pc.bold(run.status)}${run.dryRun ? ' (dry run)' : ''}  ${pc.dim(`bulk re-import ${run.id}`)}`,
    ...(run.reason === undefined ? [] : [`  ${run.reason.message} ${pc.dim(`[${run.reason.code}]`)}`]),
    table.toString(),
    ...(await showItems(client, run, 'failed')),
    ...(await showItems(client, run, 'skipped')),
    ...(await showItems(client, run, 'would-change')),
    ...adviseOn(run),
  ];
  return `${lines.join('\n')}\n`;
}

async function showItems(client: ReimportClient, run: ReimportView, outcome: string): Promise<readonly string[]> {
  const count = run.counts[outcome] ?? 0;
  if (count === 0) return [];
  const items = await client.items(run.id, outcome, shownItems);
  const lines = items.map((item) => `${outcome.padEnd(12)} ${item.connectorId} ${item.version}  ${whyOf(item)}`);
  return count > items.length ? [...lines, pc.dim(`${' '.repeat(13)}… ${count - items.length} more`)] : lines;
}

function whyOf({ error, diff }: ReimportItemView): string {
  if (error !== undefined) return `${error.message} ${pc.dim(`[${error.code}]`)}`;
  if (diff === undefined) return 'too large to be compared';
  return `${diff.breaking} breaking, ${diff.nonBreaking} non-breaking, ${diff.annotation} of annotations`;
}

function adviseOn({ id, status, counts }: ReimportView): readonly string[] {
  if (status === 'stopped')
    return [
      `Go on all the same: connectory reimport resume ${id}. Try what failed again: connectory reimport retry-failed ${id}.`,
    ];
  if (status === 'finished' && (counts['failed'] ?? 0) > 0)
    return [`Try what failed again: connectory reimport retry-failed ${id}.`];
  return [];
}
