import type { HistoryEntry } from '@connectory/history';
import type { Ledger } from './client.ts';
import { countActiveImports, type Inspector, type Outcome } from './inspector.ts';
import type { Storm } from './storm.ts';
import type { Member, MemberCounts } from './world.ts';

/** Prints the state of a run: a line that is rewritten on a terminal, and otherwise a line every 15 s. @returns a function that stops it */
export function showProgress(run: { ledger: Ledger; storm: Storm; until: number; inspector: Inspector }): () => void {
  const { ledger, storm, until, inspector } = run;
  const isTerminal = process.stdout.isTTY;
  const print = async (): Promise<void> => {
    const active = await countActiveImports(inspector).catch(() => '?');
    const troubles = Object.values(storm.counts).reduce((sum, count) => sum + count, 0);
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    const line = `${left} s left, ${ledger.accepted.size} accepted, ${active} not ended, ${troubles} troubles, ${ledger.unavailable} × 503, ${ledger.broken} without response`;
    process.stdout.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  };
  const timer = setInterval(() => void print(), isTerminal ? 1_000 : 15_000);
  return () => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\n');
  };
}

/** Prints the counts of a run. */
export function printSummary(run: {
  rows: readonly Outcome[];
  ledger: Ledger;
  storm: Storm;
  members: readonly Member[];
  settleSeconds: number;
  entries: readonly HistoryEntry[];
}): void {
  const { rows, ledger, storm, members, settleSeconds, entries } = run;
  const recorded = (kind: HistoryEntry['kind']): number => entries.filter((entry) => entry.kind === kind).length;
  const runs = new Set(entries.flatMap((entry) => (entry.kind === 'run' ? entry.runId : [])));
  const accepted = rows.filter((row) => ledger.accepted.has(row.id));
  const count = (status: string): number => accepted.filter((row) => row.status === status).length;
  const sum = (key: 'enqueued' | 'released'): number =>
    members.reduce((total, { counts }: { counts: MemberCounts }) => total + counts[key], 0);
  const table = {
    accepted: ledger.accepted.size,
    succeeded: count('succeeded'),
    'failed as expected': count('failed'),
    cancelled: count('cancelled'),
    'responses with 503 or 507': ledger.unavailable,
    'requests without a response': ledger.broken,
    'accepted on a repeated request': ledger.repeated,
    ...storm.counts,
    'lost jobs added by sweeps': sum('enqueued'),
    'reclaimed from dead workers': sum('released'),
    'attempts beyond the first': accepted.reduce((total, row) => total + Math.max(0, row.attempts - 1), 0),
    'most attempts of one import': Math.max(0, ...accepted.map((row) => row.attempts)),
    'longest import, seconds': Math.max(0, ...accepted.map((row) => row.seconds)).toFixed(1),
    'history: responses': recorded('response'),
    'history: states of imports': recorded('import'),
    'history: notifications received': recorded('callback'),
    'history: bulk runs, reads of them': `${runs.size}, ${recorded('run')}`,
    'seconds until all had ended': settleSeconds.toFixed(1),
  };
  for (const [label, value] of Object.entries(table)) console.log(`  ${label.padEnd(34)}${value}`);
}
