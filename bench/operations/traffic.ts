import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSpec, importForm, type Owner } from '@connectory/harness';
import pg from 'pg';

export interface Traffic {
  readonly requests: number;
  /** One line for each request that failed, also if a repeat would have succeeded. */
  readonly failures: readonly string[];
  readonly imports: ReadonlySet<string>;
  /** Sends no more requests, and waits for the responses. */
  stop(): Promise<void>;
}

const readPauseMs = 100;

/** Sends imports at a rate, and reads in between. No request is repeated. @param urlOf of the next request */
export function sendTraffic(urlOf: () => string, owner: Owner, importsPerSecond: number): Traffic {
  const failures: string[] = [];
  const imports = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  const over = new AbortController();
  const headers = { Authorization: `Bearer ${owner.apiKey}` };
  let requests = 0;
  const send = async (target: string, init: RequestInit = {}): Promise<unknown> => {
    requests += 1;
    const url = `${urlOf()}/api/connect/v1/o/${owner.organisationId}${target}`;
    const response = await fetch(url, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  };
  const track = (name: string, request: Promise<unknown>): Promise<void> => {
    const tracked = request
      .catch((error: unknown) => void failures.push(`${name}: ${String(error)} ${String(Object(error).cause ?? '')}`))
      .finally(() => inFlight.delete(tracked)) as Promise<void>;
    inFlight.add(tracked);
    return tracked;
  };
  const submit = async (): Promise<void> => {
    const body = importForm(buildSpec({ title: randomUUID() }));
    const { id } = Object(await send('/protocols/http/import', { method: 'POST', body }));
    imports.add(String(id));
  };
  const submitting = (async () => {
    for (let next = Date.now(); !over.signal.aborted; next += 1_000 / importsPerSecond) {
      void track('import', submit());
      await pause(Math.max(0, next - Date.now()));
    }
  })();
  const reading = (async () => {
    while (!over.signal.aborted) {
      await track('read', send('/imports?first=5'));
      await pause(readPauseMs);
    }
  })();
  return {
    get requests() {
      return requests;
    },
    failures,
    imports,
    stop: async () => {
      over.abort();
      await Promise.all([submitting, reading]);
      await Promise.all(inFlight);
    },
  };
}

/** Waits until all imports of a database have ended. @returns their number by status */
export async function untilEnded(
  databaseUrl: string,
  timeoutMs: number,
): Promise<{ readonly [status: string]: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const deadline = Date.now() + timeoutMs; ; ) {
      const { rows } = await client.query<{ status: string; count: number }>(
        'select status::text, count(*)::int as count from imports group by 1',
      );
      const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      const left = (counts['queued'] ?? 0) + (counts['running'] ?? 0);
      if (left === 0 || Date.now() > deadline) return counts;
      await pause(500);
    }
  } finally {
    await client.end();
  }
}

/** Compares what clients were told with the rows. @returns one line for each fault */
export function judge(traffic: Traffic, counts: { readonly [status: string]: number }): readonly string[] {
  const faults = traffic.failures.map((failure) => `failed request: ${failure}`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (counts['succeeded'] !== total) faults.push(`not all imports succeeded: ${JSON.stringify(counts)}`);
  if (total !== traffic.imports.size) faults.push(`${traffic.imports.size} imports were accepted, ${total} are stored`);
  return faults;
}

/** Prints the outcome, and sets the exit code. */
export function report(title: string, traffic: Traffic, faults: readonly string[]): void {
  const shown = faults.slice(0, 20).map((fault) => `  FAULT ${fault}`);
  console.log(
    [`${title}: ${traffic.requests} requests, ${traffic.imports.size} imports, ${faults.length} faults`, ...shown].join(
      '\n',
    ),
  );
  if (faults.length > 0) process.exitCode = 1;
}
