import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FieldFault, fieldPath } from '@connectory/contract';

/** Deeper than any value of the API. Schemas and the database driver recurse, and would exhaust the stack. */
export const maxDepth = 64;

/** More fields than any object of the API has. Schemas look at all fields of an object at a time. */
const maxMembers = 20_000;

/** Values that are looked at before other requests go on. */
const valuesPerTurn = 10_000;

interface Frame {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
  readonly depth: number;
}

/**
 * Finds what JSON allows and the database cannot hold, or what another program would read differently: U+0000, lone surrogates,
 * numbers beyond a double, and deep nesting. It does not recurse.
 * @param name start of the field path, such as `body`. @param options `anyText` for texts that are stored within JSON text.
 * @returns the first fault; undefined if there is none.
 */
export async function findUnstorable(
  input: unknown,
  name: string,
  { anyText = false }: { readonly anyText?: boolean } = {},
): Promise<FieldFault | undefined> {
  const open: Frame[] = [{ value: input, path: [], depth: 0 }];
  let looked = 0;
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    looked += 1;
    if (looked % valuesPerTurn === 0) await nextTurn();
    const { value, path, depth } = frame;
    const message = anyText && typeof value === 'string' ? undefined : faultOf(value, depth);
    if (message !== undefined) return { field: fieldPath(name, path), message };
    if (typeof value !== 'object' || value === null) continue;
    if (!anyText && !Array.isArray(value) && Object.keys(value).length > maxMembers)
      return { field: fieldPath(name, path), message: `has more than ${maxMembers} fields` };
    for (const [key, inner] of Object.entries(value)) {
      const fault = anyText ? undefined : faultOfText(key);
      if (fault !== undefined) return { field: fieldPath(name, path), message: `has a field whose name ${fault}` };
      open.push({ value: inner, path: [...path, Array.isArray(value) ? Number(key) : key], depth: depth + 1 });
    }
  }
  return undefined;
}

function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return faultOfText(value);
  // JSON.parse turns a number beyond the range of a double into Infinity.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is a number out of range';
  return depth > maxDepth ? `is nested deeper than ${maxDepth} levels` : undefined;
}

function faultOfText(text: string): string | undefined {
  if (text.includes('\u0000')) return 'contains U+0000, which cannot be stored';
  return loneSurrogate.test(text) ? 'contains a lone surrogate, which is no Unicode character' : undefined;
}

/** With the flag `u`, a surrogate that is part of a pair does not match. */
const loneSurrogate = /\p{Surrogate}/u;
