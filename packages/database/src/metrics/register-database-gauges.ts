import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../postgres/database.ts';
import { everyOrganisation, withinScope } from '../scope/scope.ts';
import { countUnendedImports, type UnendedImports } from './count-unended-imports.ts';

/** Limits a scrape while the database is unavailable. */
const queryTimeoutMs = 2_000;

/** Concurrent scrapes share one query. */
const cacheMs = 1_000;

/**
 * Registers gauges of imports, which are the same in every process, and of this process's connection pool. While the database does not
 * respond, the gauges of imports are absent and `connectory_database_up` is 0.
 */
export function registerDatabaseGauges(registry: Registry, database: Database): void {
  const query = createSharedQuery(database);
  // The pool is observed first: the query of the other gauges may wait for a connection that opens.
  for (const gauge of [...poolGauges(database), upGauge(query), ...importGauges(query)]) registry.registerMetric(gauge);
}

type SharedQuery = () => Promise<readonly UnendedImports[] | undefined>;

function upGauge(query: SharedQuery): Gauge {
  return new Gauge({
    name: 'connectory_database_up',
    help: '1 while the database responds to this process.',
    registers: [],
    async collect() {
      this.set((await query()) === undefined ? 0 : 1);
    },
  });
}

function importGauges(query: SharedQuery): readonly Gauge[] {
  const count = {
    name: 'connectory_imports',
    help: 'Imports that have not ended, of the whole installation.',
  };
  const oldest = {
    name: 'connectory_imports_oldest_seconds',
    help: 'Age of the oldest import of this status, from its request; 0 when there is none.',
  };
  return [statusGauge(count, query, (row) => row.count), statusGauge(oldest, query, (row) => row.oldestSeconds)];
}

const states = (['queued', 'running'] as const).flatMap((status) => [false, true].map((bulk) => ({ status, bulk })));

function statusGauge(
  named: { name: string; help: string },
  query: SharedQuery,
  valueOf: (row: UnendedImports) => number,
): Gauge {
  return new Gauge({
    ...named,
    labelNames: ['status', 'kind'],
    registers: [],
    async collect() {
      const found = await query();
      this.reset();
      if (found === undefined) return;
      for (const { status, bulk } of states) {
        const row = found.find((candidate) => candidate.status === status && candidate.bulk === bulk);
        this.set({ status, kind: bulk ? 'bulk' : 'interactive' }, row === undefined ? 0 : valueOf(row));
      }
    },
  });
}

function createSharedQuery(database: Database): SharedQuery {
  let cached: { at: number; result: ReturnType<SharedQuery> } | undefined;
  return () => {
    if (cached === undefined || performance.now() - cached.at > cacheMs)
      cached = {
        at: performance.now(),
        result: withTimeout(withinScope(everyOrganisation, () => countUnendedImports(database))),
      };
    return cached.result;
  };
}

/** @returns undefined when the query fails or times out. */
async function withTimeout<Value>(result: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), queryTimeoutMs);
  });
  try {
    return await Promise.race([result, late]);
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
