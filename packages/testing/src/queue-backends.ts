import { describe, inject, type TestOptions } from 'vitest';
import './provided-context.ts';

export interface QueueBackend {
  readonly name: 'postgres' | 'redis';
  readonly redisUrl?: string;
}

/** The queue backends of this machine. Omits Redis when it is not installed; a CI run fails instead. */
export function queueBackends(): readonly QueueBackend[] {
  const redisUrl = inject('redisUrl');
  return redisUrl === '' ? [{ name: 'postgres' }] : [{ name: 'postgres' }, { name: 'redis', redisUrl }];
}

type Suite = (backend: QueueBackend) => void;

/** Describes the same tests for each queue. Those of Redis count as skipped when it is not installed. @param title with `$name` for the queue */
export function describeOnQueues(title: string, suite: Suite): void;
export function describeOnQueues(title: string, options: TestOptions, suite: Suite): void;
export function describeOnQueues(title: string, ...rest: readonly [Suite] | readonly [TestOptions, Suite]): void {
  const [options, suite] = rest.length === 1 ? [{}, rest[0]] : rest;
  const present = new Map(queueBackends().map((backend) => [backend.name, backend]));
  for (const name of ['postgres', 'redis'] as const) {
    const backend = present.get(name);
    describe.skipIf(backend === undefined)(title.replace('$name', name), options, () => suite(backend ?? { name }));
  }
}
