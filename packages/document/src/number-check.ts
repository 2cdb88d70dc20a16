import type { DocumentNotice } from '@connectory/importer';

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
    notices: () => [
      ...notice('NUMBER_IMPRECISE', 'info', imprecise, 'are larger than 2^53 and may have been rounded.'),
      ...notice(
        'NUMBER_OUT_OF_RANGE',
        'warning',
        unrepresentable,
        'are beyond what JSON readers can represent and were replaced by the nearest one that is.',
      ),
    ],
  };
}

function notice(
  code: string,
  severity: 'info' | 'warning',
  places: DocumentNotice['places'],
  text: string,
): DocumentNotice[] {
  return places.length === 0 ? [] : [{ code, severity, text: `${places.length} number(s) ${text}`, places }];
}
