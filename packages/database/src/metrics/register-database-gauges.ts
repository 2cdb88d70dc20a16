import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../postgres/database.ts';
import { countUnendedImports, type UnendedImports } from './count-unended-imports.ts';

/** A scrape must end in time while the database is away. */
const answerWithinMs = 2_000;

/** Scrapes that come together, of several collectors, ask the database once. */
const cacheMs = 1_000;

/**
 * Registers what the database alone knows, the same in whichever process it is asked, and the state of this process's pool.
 * While the database does not answer, its gauges are absent and `connectory_database_up` is 0.
 */
export function registerDatabaseGauges(registry: Registry, database: Database): void {
  const ask = askOnce(database);
  for (const gauge of [upGauge(ask), ...importGauges(ask), ...poolGauges(database)]) registry.registerMetric(gauge);
}

type Ask = () => Promise<readonly UnendedImports[] | undefined>;

function upGauge(ask: Ask): Gauge {
  return new Gauge({
    name: 'connectory_database_up',
    help: '1 while the database answers this process.',
    registers: [],
    async collect() {
      this.set((await ask()) === undefined ? 0 : 1);
    },
  });
}

function importGauges(ask: Ask): readonly Gauge[] {
  const count = {
    name: 'connectory_imports',
    help: 'Imports that have not ended, of the whole installation.',
  };
  const oldest = {
    name: 'connectory_imports_oldest_seconds',
    help: 'Since the oldest import of this state was asked for; 0 when there is none.',
  };
  return [perState(count, ask, (row) => row.count), perState(oldest, ask, (row) => row.oldestSeconds)];
}

const states = (['queued', 'running'] as const).flatMap((status) => [false, true].map((bulk) => ({ status, bulk })));

function perState(named: { name: string; help: string }, ask: Ask, valueOf: (row: UnendedImports) => number): Gauge {
  return new Gauge({
    ...named,
    labelNames: ['status', 'kind'],
    registers: [],
    async collect() {
      const found = await ask();
      this.reset();
      if (found === undefined) return;
      for (const { status, bulk } of states) {
        const row = found.find((candidate) => candidate.status === status && candidate.bulk === bulk);
        this.set({ status, kind: bulk ? 'bulk' : 'interactive' }, row === undefined ? 0 : valueOf(row));
      }
    },
  });
}

function askOnce(database: Database): Ask {
  let asked: { at: number; answer: ReturnType<Ask> } | undefined;
  return () => {
    if (asked === undefined || performance.now() - asked.at > cacheMs)
      asked = { at: performance.now(), answer: withinTime(countUnendedImports(database)) };
    return asked.answer;
  };
}

/** @returns undefined when it fails or takes too long. */
async function withinTime<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerWithinMs);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function poolGauges({ pool }: Database): readonly Gauge[] {
  const connections = new Gauge({
    name: 'connectory_database_connections',
    help: "Connections of this process's pool, by state.",
    labelNames: ['state'],
    registers: [],
    collect() {
      this.set({ state: 'in_use' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
    },
  });
  const waiting = new Gauge({
    name: 'connectory_database_waiting',
    help: "Queries that wait for a connection of this process's pool.",
    registers: [],
    collect() {
      this.set(pool.waitingCount);
    },
  });
  return [connections, waiting];
}
