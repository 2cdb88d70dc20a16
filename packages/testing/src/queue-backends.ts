import { inject } from 'vitest';
import './provided-context.ts';

export interface QueueBackend {
  readonly name: 'postgres' | 'redis';
  readonly redisUrl?: string;
}

/** Queue backends for `describe.each(queueBackends())`. Omits Redis when it is not installed; a CI run fails instead. */
export function queueBackends(): readonly QueueBackend[] {
  const redisUrl = inject('redisUrl');
  return redisUrl === '' ? [{ name: 'postgres' }] : [{ name: 'postgres' }, { name: 'redis', redisUrl }];
}
