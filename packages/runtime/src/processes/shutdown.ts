import type { Logger } from '../observability/logger.ts';

type Release = () => Promise<void> | void;

export interface Shutdown {
  /** Registers the release of a resource. Releases run in reverse order. */
  onRelease(name: string, release: Release): void;
  /** Releases all resources once; later calls wait for the first. Never rejects. */
  release(reason: string): Promise<void>;
  /** Releases on SIGTERM and SIGINT, then exits: with 0, or with 1 if the releases exceed the deadline. */
  exitOnSignals(): void;
}

/** Collects the resources of a process, to release them in reverse order within `deadlineMs`. */
export function createShutdown(options: { logger: Logger; deadlineMs: number }): Shutdown {
  const releases: { name: string; release: Release }[] = [];
  let releasing: Promise<void> | undefined;

  const releaseAll = async (reason: string): Promise<void> => {
    options.logger.info({ reason }, 'shutting down');
    for (const { name, release } of releases.splice(0).reverse()) {
      try {
        await release();
      } catch (error) {
        options.logger.error({ err: error, name }, 'failed to release a resource');
      }
    }
    options.logger.info('shut down');
  };

  const release = (reason: string): Promise<void> => (releasing ??= releaseAll(reason));

  const exitAfterRelease = (reason: string): void => {
    setTimeout(() => {
      options.logger.error({ deadlineMs: options.deadlineMs }, 'shutdown exceeded its deadline, exiting');
      process.exit(1);
    }, options.deadlineMs).unref();
    void release(reason).then(() => process.exit(0));
  };

  return {
    onRelease: (name, releaseIt) => void releases.push({ name, release: releaseIt }),
    release,
    exitOnSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => exitAfterRelease(signal));
    },
  };
}
