import type { Logger } from '../observability/logger.ts';

type Release = () => Promise<void> | void;

export interface Shutdown {
  /** Registers the release of something acquired; releases run last in, first out. */
  onRelease(what: string, release: Release): void;
  /** Releases everything once; later calls wait for the first. Never rejects. */
  release(reason: string): Promise<void>;
  /** Releases on SIGTERM and SIGINT, then exits: 0 when all was released within the deadline, 1 otherwise. */
  exitOnSignals(): void;
}

/** Collects what a process has acquired, to give it back in reverse order within `deadlineMs`. */
export function createShutdown(options: { logger: Logger; deadlineMs: number }): Shutdown {
  const releases: { what: string; release: Release }[] = [];
  let releasing: Promise<void> | undefined;

  const releaseAll = async (reason: string): Promise<void> => {
    options.logger.info({ reason }, 'shutting down');
    for (const { what, release } of releases.splice(0).reverse()) {
      try {
        await release();
      } catch (error) {
        options.logger.error({ err: error, what }, 'could not be released');
      }
    }
    options.logger.info('shut down');
  };

  const release = (reason: string): Promise<void> => (releasing ??= releaseAll(reason));

  const exitAfterRelease = (reason: string): void => {
    setTimeout(() => {
      options.logger.error({ deadlineMs: options.deadlineMs }, 'shutdown took too long, exiting');
      process.exit(1);
    }, options.deadlineMs).unref();
    void release(reason).then(() => process.exit(0));
  };

  return {
    onRelease: (what, releaseIt) => void releases.push({ what, release: releaseIt }),
    release,
    exitOnSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => exitAfterRelease(signal));
    },
  };
}
