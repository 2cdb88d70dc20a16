import { inject } from 'vitest';
import './provided-context.ts';

export interface QueueBackend {
  readonly name: 'postgres' | 'redis';
  readonly redisUrl?: string;
}

/** Where jobs can wait: `describe.each(queueBackends())`. Redis is missing when none is installed; a CI run fails instead. */
export function queueBackends(): readonly QueueBackend[] {
  const redisUrl = inject('redisUrl');
  return redisUrl === '' ? [{ name: 'postgres' }] : [{ name: 'postgres' }, { name: 'redis', redisUrl }];
}
