import type { DocumentNotice } from '@connectory/importer';
import { createNotice } from '../notices/create-notice.ts';
import { numberImprecise } from '../notices/number-imprecise.ts';
import { numberOutOfRange } from '../notices/number-out-of-range.ts';

/** Collects the numbers that a double (IEEE 754) cannot hold as they may have been written. */
export interface NumberCheck {
  /** Whether nothing was lost when the number was read: true for all but a few. */
  isExact(value: number): boolean;
  /** Notes an inexact number. @returns what stands in its place: a finite number, or null for not-a-number. */
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
