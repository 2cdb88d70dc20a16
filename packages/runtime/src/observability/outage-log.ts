import type { Logger } from './logger.ts';

/** Logs the outages of one dependency: a line for each change of its state, with a count of the errors between. */
export interface OutageLog {
  readonly failed: (error: Error) => void;
  /** The dependency responded. It is back when there was no error for a while. */
  readonly responded: () => void;
}

export interface OutageLogOptions {
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** For the text of the lines: `database`. */
  readonly dependency: string;
  readonly now?: () => number;
}

interface Outage {
  readonly startedAt: number;
  lastErrorAt: number;
  reportedAt: number;
  errors: number;
  /** Messages that were logged. */
  readonly messages: Set<string>;
}

/** Time between two lines of one outage. */
const reminderMs = 60_000;

/** A dependency without errors for so long is back. */
const quietMs = 5_000;

/** Different errors of one outage that are logged when they first occur. */
const maxMessages = 5;

/** The outage logs of the dependencies of each process. */
export function createOutages(log: OutageLogOptions['log']): {
  readonly database: OutageLog;
  readonly queue: OutageLog;
} {
  return {
    database: createOutageLog({ log, dependency: 'database' }),
    queue: createOutageLog({ log, dependency: 'queue' }),
  };
}

export function createOutageLog({ log, dependency, now = () => performance.now() }: OutageLogOptions): OutageLog {
  let outage: Outage | undefined;
  const facts = ({ startedAt, errors }: Outage) => ({
    dependency,
    errors,
    seconds: Math.round((now() - startedAt) / 1000),
  });
  return {
    failed: (error) => {
      const at = now();
      outage ??= { startedAt: at, lastErrorAt: at, reportedAt: at, errors: 0, messages: new Set() };
      outage.lastErrorAt = at;
      outage.errors += 1;
      const isNew = !outage.messages.has(error.message) && outage.messages.size < maxMessages;
      if (!isNew && at - outage.reportedAt < reminderMs) return;
      outage.messages.add(error.message);
      outage.reportedAt = at;
      const text = outage.errors === 1 ? 'connection failed' : 'connection still fails';
      log.warn({ err: error, ...facts(outage) }, `${dependency}: ${text}`);
    },
    responded: () => {
      if (outage === undefined || now() - outage.lastErrorAt < quietMs) return;
      log.info(facts(outage), `${dependency}: connection is back`);
      outage = undefined;
    },
  };
}
