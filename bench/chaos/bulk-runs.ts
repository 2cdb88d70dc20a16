import { setTimeout as pause } from 'node:timers/promises';
import type { AskedEntry, RunItem, RunState } from '@connectory/history';
import { inParallel } from './in-parallel.ts';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import type { Requests } from './requests.ts';

/** Limit of items of a run: few, so that a run of one minute has several. */
const maxItems = 6;
const settleMs = 10 * 60_000;
const pollMs = { from: 300, to: 1_500 };

interface WireRun extends RunState {
  readonly id: string;
}

/** Bulk runs, one after the other, which are paused, resumed, cancelled and retried at random. */
export interface BulkRuns {
  readonly ids: readonly string[];
  /** Starts runs until a time, in milliseconds since the epoch. */
  keepRunning(until: number): Promise<void>;
  /** Resumes paused and stopped runs, and waits until all runs are over. */
  settle(): Promise<void>;
  /** Reads the final state and all items of each run. @returns the ids of the imports of items */
  readFinally(): Promise<readonly string[]>;
}

export interface BulkParts {
  readonly requests: Requests;
  readonly recorder: Recorder;
  readonly random: Random;
  readonly connectorIds: readonly string[];
}

const verbs = { pause: 'pause', resume: 'resume', 'cancel-run': 'cancel', 'retry-failed': 'retry-failed' } as const;

export function createBulkRuns(parts: BulkParts): BulkRuns {
  const { random } = parts;
  const ids: string[] = [];
  const oneRun = async (until: number): Promise<void> => {
    const id = await createRun(parts, ids.length);
    if (id === undefined) return;
    ids.push(id);
    while (Date.now() < until) {
      await pause(random.between(pollMs.from, pollMs.to));
      const run = await readRun(parts, id);
      if (run !== undefined && isOver(run)) break;
      if (random.chance(0.1)) await change(parts, id, random.weighted({ pause: 6, resume: 6, 'cancel-run': 1 }));
      else if (run?.status === 'paused' || run?.status === 'stopped') await change(parts, id, 'resume');
    }
    if (random.chance(0.2)) await change(parts, id, 'retry-failed');
  };
  return {
    ids,
    keepRunning: async (until) => {
      while (Date.now() < until) {
        await oneRun(until);
        await pause(random.between(200, 3_000));
      }
    },
    settle: async () => {
      const deadline = Date.now() + settleMs;
      for (const id of ids) await settleRun(parts, id, deadline);
    },
    readFinally: async () => {
      const imports: string[] = [];
      await inParallel(ids, async (id) => void imports.push(...(await readItems(parts, id))));
      return imports;
    },
  };
}

function isOver({ status, counts }: RunState): boolean {
  return (status === 'finished' || status === 'cancelled') && (counts['running'] ?? 0) === 0;
}

async function createRun(
  { requests, recorder, random, connectorIds }: BulkParts,
  number: number,
): Promise<string | undefined> {
  const chosen = new Set(Array.from({ length: maxItems }, () => random.pick(connectorIds)));
  const created = random.chance(0.7);
  const answer = await requests.get({
    operation: 'create-run',
    path: '/reimports',
    as: 'operator',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      selector: { connectorIds: [...chosen], versions: 'latest' },
      ...(created ? { target: 'new-version', versionTemplate: `bulk-${number}` } : { target: 'replace-drafts' }),
      maxInFlight: 3,
    }),
  });
  if (answer?.status !== 202) return undefined;
  const run = JSON.parse(answer.text) as WireRun;
  record(recorder, run, answer);
  return run.id;
}

function record(
  recorder: Recorder,
  { id, status, total, counts }: WireRun,
  { begin, end }: { begin: number; end: number },
) {
  recorder.add({ kind: 'run', runId: id, begin, end, state: { status, total, counts } });
}

async function readRun({ requests, recorder }: BulkParts, id: string): Promise<WireRun | undefined> {
  const answer = await requests.get({ operation: 'get-run', path: `/reimports/${id}`, as: 'operator' });
  if (answer?.status !== 200) return undefined;
  const run = JSON.parse(answer.text) as WireRun;
  record(recorder, run, answer);
  return run;
}

async function change({ requests, recorder }: BulkParts, id: string, action: keyof typeof verbs): Promise<void> {
  const begin = recorder.now();
  const answer = await requests
    .send({ operation: 'change-run', path: `/reimports/${id}/${verbs[action]}`, as: 'operator', method: 'POST' })
    .catch(() => undefined);
  const entry: AskedEntry = { kind: 'asked', action, id, begin, end: recorder.now(), status: answer?.status };
  recorder.add(entry);
}

async function settleRun(parts: BulkParts, id: string, deadline: number): Promise<void> {
  while (Date.now() < deadline) {
    const run = await readRun(parts, id);
    if (run !== undefined && isOver(run)) return;
    if (run?.status === 'paused' || run?.status === 'stopped') await change(parts, id, 'resume');
    await pause(500);
  }
}

/** Repeats a read that got no response or a 503: a loaded machine gives some also without troubles. */
async function repeat<Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> {
  for (let tries = 0; tries < readTries; tries += 1) {
    const value = await read();
    if (value !== undefined) return value;
    await pause(500);
  }
  return undefined;
}

const readTries = 20;

async function readItems(parts: BulkParts, id: string): Promise<readonly string[]> {
  const { requests, recorder } = parts;
  await repeat(() => readRun(parts, id));
  const path = `/reimports/${id}/items?first=100`;
  const answer = await repeat(async () => {
    const read = await requests.get({ operation: 'list-items', path, as: 'operator' });
    return read?.status === 200 ? read : undefined;
  });
  if (answer === undefined) return [];
  const { items } = JSON.parse(answer.text) as { items: readonly RunItem[] };
  const { begin, end } = answer;
  const seen = items.map(({ position, outcome, importId }) => ({ position, outcome, importId }));
  recorder.add({ kind: 'items', runId: id, begin, end, items: seen });
  return items.flatMap(({ importId }) => importId ?? []);
}
