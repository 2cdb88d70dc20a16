import type { Settings } from '@connectory/runtime';
import type { Response } from 'express';
import { principalOf } from '../access/principal.ts';
import type { Preference } from '../http/prefer.ts';
import { createInUse } from '../quotas/in-use.ts';

/** Limits how many requests of a key wait for an import. Each process counts on its own. */
export interface Waits {
  /**
   * Counts a request that asks to wait, until its response is closed.
   * @returns the preference. Beyond the limit it is one not to wait: a server may ignore a preference (RFC 7240, section 2).
   */
  admit(response: Response, preference: Preference): Preference;
}

export function createWaits({ WAITS_PER_KEY: allowed }: Pick<Settings, 'WAITS_PER_KEY'>): Waits {
  const waiting = createInUse();
  return {
    admit: (response, preference) => {
      if (preference.waitSeconds === 0 || response.closed) return preference;
      const key = principalOf(response)?.id ?? '';
      if (allowed > 0 && waiting.count(key) >= allowed) return { ...preference, waitSeconds: 0, applied: undefined };
      response.once('close', waiting.begin(key));
      return preference;
    },
  };
}
