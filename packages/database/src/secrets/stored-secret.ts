import type { SecretBox, SecretPlace } from '@connectory/encoding';

/** Secrets that were stored before they were encrypted begin like this. */
const clearPrefix = 'whsec_';

/** @throws SecretKeyError if no key fits, or if the row was tampered with. */
export function openStoredSecret(box: SecretBox, stored: string, place: SecretPlace): string {
  return stored.startsWith(clearPrefix) ? stored : box.open(stored, place);
}
