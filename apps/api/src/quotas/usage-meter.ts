import { type Database, measureUsage } from '@connectory/database';
import type { Logger } from '@connectory/runtime';

/** Measures the storage of organisations. */
export interface UsageMeter {
  /** Measures the organisation in the background, if that was long ago. Call it after something was stored. */
  touch(organisationId: string): void;
  /** Measures it now, unless it was measured just before. */
  refresh(organisationId: string): Promise<void>;
}

const minIntervalMs = 60_000;
const minRefreshMs = 5_000;

/** How many times as long as a measurement took is the pause after it, so that large organisations do not load the database. */
const pauseFactor = 200;

/** Organisations that are remembered. Others are measured at their next request. */
const maxRemembered = 10_000;

export function createUsageMeter({ database, logger }: { database: Database; logger: Logger }): UsageMeter {
  const measured = new Map<string, { readonly at: number; readonly nextAt: number }>();
  const measure = async (organisationId: string): Promise<void> => {
    const at = performance.now();
    if (measured.size >= maxRemembered) measured.clear();
    measured.set(organisationId, { at, nextAt: at + minIntervalMs });
    await measureUsage(database, organisationId);
    const tookMs = performance.now() - at;
    measured.set(organisationId, { at, nextAt: at + Math.max(minIntervalMs, tookMs * pauseFactor) });
  };
  return {
    refresh: async (organisationId) => {
      const known = measured.get(organisationId);
      if (known === undefined || performance.now() - known.at > minRefreshMs) await measure(organisationId);
    },
    touch: (organisationId) => {
      if (performance.now() < (measured.get(organisationId)?.nextAt ?? 0)) return;
      measure(organisationId).catch((error: unknown) =>
        logger.warn({ err: error, organisationId }, 'failed to measure what an organisation stores'),
      );
    },
  };
}
