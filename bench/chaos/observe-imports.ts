import { setTimeout as pause } from 'node:timers/promises';
import type { ImportState } from '@connectory/history';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import { readCode, type Requests } from './requests.ts';

/** Bodies beyond this size are not compared with the summary. */
const maxResultBytes = 2_000_000;

interface WireImport extends Omit<ImportState, 'errorCode' | 'summary'> {
  readonly id: string;
  readonly error?: { readonly code: string };
  readonly summary?: object;
}

/** Follows imports as different clients do, and records their observations. */
export interface ImportObserver {
  /** Polls the import, follows its events, or does neither. */
  observe(importId: string): void;
  /** Reads its state once. @returns whether it was read */
  read(importId: string): Promise<boolean>;
  readResult(importId: string): Promise<boolean>;
  list(): Promise<void>;
  /** Ends all observations. */
  stop(): Promise<void>;
}

export interface ObserverParts {
  readonly requests: Requests;
  readonly recorder: Recorder;
  readonly random: Random;
}

export function createImportObserver(parts: ObserverParts): ImportObserver {
  const { requests, recorder, random } = parts;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  // A span may be a whole answer, whose text would fill the history.
  const record = (view: WireImport, { begin, end }: { begin: number; end: number }, stream?: string): void =>
    recorder.add({ kind: 'import', importId: view.id, begin, end, stream, state: toState(view) });
  const read = async (importId: string): Promise<WireImport | undefined> => {
    const answer = await requests.get({ operation: 'get-import', path: `/imports/${importId}` });
    if (answer?.status !== 200) return undefined;
    const view = JSON.parse(answer.text) as WireImport;
    record(view, answer);
    return view;
  };
  const poll = async (importId: string): Promise<void> => {
    while (!stopping.signal.aborted) {
      const view = await read(importId);
      if (view !== undefined && hasEnded(view)) return;
      await pause(random.between(300, 2_000));
    }
  };
  const begin = (observation: Promise<void>): void => {
    const tracked = observation.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  return {
    observe: (importId) => {
      const how = random.next();
      if (how < 0.35) begin(poll(importId));
      else if (how < 0.75) begin(followImport(importId, { ...parts, record, stopping: stopping.signal }));
    },
    read: async (importId) => (await read(importId)) !== undefined,
    readResult: (importId) => readResult(importId, parts),
    list: async () => {
      const answer = await requests.get({ operation: 'list-imports', path: '/imports?first=50' });
      if (answer?.status !== 200) return;
      const { imports } = JSON.parse(answer.text) as { imports: readonly WireImport[] };
      for (const view of imports) record(view, answer);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

function hasEnded({ status }: Pick<WireImport, 'status'>): boolean {
  return status !== 'queued' && status !== 'running';
}

function toState({ status, attempts, finishedAt, version, versionId, error, summary }: WireImport): ImportState {
  const ended = { finishedAt, version, versionId, errorCode: error?.code };
  // The version is not final before the end: a later attempt may name it otherwise.
  if (!hasEnded({ status })) return { status, attempts };
  return { status, attempts, ...ended, summary: summary === undefined ? undefined : JSON.stringify(summary) };
}

interface Follower extends ObserverParts {
  readonly record: (view: WireImport, span: { begin: number; end: number }, stream?: string) => void;
  readonly stopping: AbortSignal;
}

/** Reconnects as an EventSource does, with the id of the last event, until the service says that nothing follows. */
async function followImport(importId: string, follower: Follower): Promise<void> {
  const { recorder, random, stopping } = follower;
  const last = { id: '', status: '' };
  for (let connection = 0; !stopping.aborted; connection += 1) {
    const begin = recorder.now();
    const hasNothingLeft = await readEvents(importId, { ...follower, connection, last }).catch(() => false);
    if (hasNothingLeft)
      recorder.add({ kind: 'unfollowed', importId, begin, end: recorder.now(), lastStatus: last.status });
    if (hasNothingLeft || (random.chance(0.5) && hasEnded({ status: last.status as ImportState['status'] }))) return;
    await pause(random.between(100, 1_000));
  }
}

/** @returns true after a 204: the client has seen the last event. */
async function readEvents(
  importId: string,
  {
    requests,
    recorder,
    record,
    stopping,
    connection,
    last,
  }: Follower & { connection: number; last: { id: string; status: string } },
): Promise<boolean> {
  const begin = recorder.now();
  const response = await requests.open({
    operation: 'follow',
    path: `/imports/${importId}/events`,
    headers: last.id === '' ? {} : { 'Last-Event-ID': last.id },
    signal: AbortSignal.any([stopping, AbortSignal.timeout(120_000)]),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    return response.status === 204;
  }
  let buffered = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (buffered + chunk).split('\n\n');
    buffered = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      const view = JSON.parse(data) as WireImport;
      Object.assign(last, { id: /^id: (.*)$/m.exec(event)?.[1] ?? '', status: view.status });
      record(view, { begin, end: recorder.now() }, `${importId} ${connection}`);
    }
  }
  return false;
}

async function readResult(importId: string, { requests, recorder }: ObserverParts): Promise<boolean> {
  const answer = await requests.get({ operation: 'get-result', path: `/imports/${importId}/result` });
  if (answer === undefined) return false;
  const { status, begin, end, text } = answer;
  const counts = status === 200 && text.length <= maxResultBytes ? countEntities(text) : undefined;
  const errorCode = status === 200 ? undefined : readCode(text);
  recorder.add({ kind: 'result', importId, begin, end, status, errorCode, counts });
  return true;
}

function countEntities(text: string): { readonly [kind: string]: number } {
  const result = JSON.parse(text) as { readonly [kind: string]: readonly unknown[] };
  return Object.fromEntries(['actions', 'triggers', 'definitions'].map((kind) => [kind, result[kind]?.length ?? 0]));
}
