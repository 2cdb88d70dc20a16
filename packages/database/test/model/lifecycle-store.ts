/**
 * One import as the database keeps it, with the transitions of `transitions.ts`, `claim-import.ts` and `hold-claim.ts` under the same
 * conditions. Each function is one statement, or one transaction. `lifecycle-model.database.test.ts` compares it with PostgreSQL.
 */
export interface ModelImport {
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  attempts: number;
  token: string | undefined;
  isStale: boolean;
  enqueues: number;
  /** Versions written. */
  versions: number;
  /** Notifications of its ends, in order. */
  notifications: string[];
}

/** Conditions of the statements. A test leaves one out, to see that it is needed. */
export interface Conditions {
  /** Writes of an attempt require its claim. */
  readonly fencesAttempts: boolean;
  /** The write of a version locks the row before it reads the claim. */
  readonly locksBeforeWriting: boolean;
  /** The sweeper skips locked rows. */
  readonly skipsLocked: boolean;
  readonly claimsQueuedOnly: boolean;
  readonly cancelsUnendedOnly: boolean;
  /** A retry compares what it has read. */
  readonly comparesRetries: boolean;
}

export const allConditions: Conditions = {
  fencesAttempts: true,
  locksBeforeWriting: true,
  skipsLocked: true,
  claimsQueuedOnly: true,
  cancelsUnendedOnly: true,
  comparesRetries: true,
};

export type LifecycleStore = ReturnType<typeof createLifecycleStore>;

// oxlint-disable-next-line max-lines-per-function -- one short function for each statement
export function createLifecycleStore(conditions: Conditions = allConditions) {
  const row: ModelImport = {
    status: 'queued',
    attempts: 0,
    token: undefined,
    isStale: false,
    enqueues: 1,
    versions: 0,
    notifications: [],
  };
  let lockedBy: string | undefined;
  const holds = (token: string): boolean =>
    !conditions.fencesAttempts || (row.status === 'running' && row.token === token);
  const queueAgain = (): void => void Object.assign(row, { status: 'queued', token: undefined, isStale: false });
  const end = (status: 'succeeded' | 'failed' | 'cancelled'): void => {
    Object.assign(row, { status, token: undefined, isStale: false });
    row.notifications.push(status);
  };
  return {
    row,
    isLocked: () => lockedBy !== undefined,
    /** Statements that write the row wait for its lock, and then see the row as it is. */
    mustWait: (token?: string) => lockedBy !== undefined && lockedBy !== token,
    claim: (token: string): boolean => {
      if (conditions.claimsQueuedOnly ? row.status !== 'queued' : row.status === 'succeeded') return false;
      Object.assign(row, { status: 'running', token, isStale: false, attempts: row.attempts + 1 });
      return true;
    },
    heartbeat: (token: string): boolean => {
      if (!holds(token)) return false;
      if (lockedBy === undefined) row.isStale = false;
      return true;
    },
    reportProgress: (token: string): boolean => {
      if (!holds(token) || lockedBy !== undefined) return false;
      row.isStale = false;
      return true;
    },
    /** Begins the transaction that writes the version. */
    lock: (token: string): boolean => {
      if (!holds(token)) return false;
      if (conditions.locksBeforeWriting) lockedBy = token;
      return true;
    },
    commit: (token: string): void => {
      lockedBy = lockedBy === token ? undefined : lockedBy;
      row.versions += 1;
      end('succeeded');
    },
    rollBack: (token: string): void => {
      lockedBy = lockedBy === token ? undefined : lockedBy;
    },
    fail: (token: string): boolean => {
      if (!holds(token)) return false;
      end('failed');
      return true;
    },
    release: (token: string): boolean => {
      if (!holds(token)) return false;
      queueAgain();
      row.enqueues += 1;
      return true;
    },
    cancel: (): boolean => {
      const isOpen = row.status === 'queued' || row.status === 'running';
      if (conditions.cancelsUnendedOnly && !isOpen) return false;
      end('cancelled');
      return true;
    },
    readForRetry: () => ({ status: row.status, enqueues: row.enqueues }),
    retry: (read: { status: ModelImport['status']; enqueues: number }): boolean => {
      if (read.status !== 'failed' && read.status !== 'cancelled') return false;
      const isSame = row.status === read.status && row.enqueues === read.enqueues;
      if (conditions.comparesRetries && !isSame) return false;
      queueAgain();
      row.enqueues = read.enqueues + 1;
      row.attempts = 0;
      return true;
    },
    /** The holder gave no heartbeat for `STALE_AFTER_SECONDS`. */
    goStale: (): void => {
      if (row.status === 'running') row.isStale = true;
    },
    sweep: (): boolean => {
      if (row.status !== 'running' || !row.isStale || (conditions.skipsLocked && lockedBy !== undefined)) return false;
      queueAgain();
      return true;
    },
  };
}
