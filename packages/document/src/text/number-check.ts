import type { DocumentNotice } from '@connectory/importer';
import { createNotice } from '../notices/create-notice.ts';
import { numberImprecise } from '../notices/number-imprecise.ts';
import { numberOutOfRange } from '../notices/number-out-of-range.ts';

/** Collects numbers that may have lost precision as doubles (IEEE 754). */
export interface NumberCheck {
  /** Whether the number was read without loss, which holds for almost all. */
  isExact(value: number): boolean;
  /** Records an inexact number. @returns its replacement: a finite number, or null for not-a-number. */
  replace(value: number, pointer: string): number | null;
  notices(): readonly DocumentNotice[];
}

export function createNumberCheck(): NumberCheck {
  const imprecise: { pointer: string; what: string }[] = [];
  const unrepresentable: { pointer: string; what: string }[] = [];
  return {
    isExact: (value) => value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER,
    replace: (value, pointer) => {
      if (Number.isFinite(value)) {
        imprecise.push({ pointer, what: `read as ${value}` });
        return value;
      }
      const replaced = Number.isNaN(value) ? null : Math.sign(value) * Number.MAX_VALUE;
      unrepresentable.push({ pointer, what: `read as ${replaced}` });
      return replaced;
    },
    notices: () => [...createNotice(numberImprecise, imprecise), ...createNotice(numberOutOfRange, unrepresentable)],
  };
}
