import type { DocumentNotice, Json } from '@connectory/importer';
import { FaultError } from './fault.ts';
import type { DocumentLimits } from './limits.ts';
import { tooDeep } from './parse-json.ts';
import { joinPointer } from './pointer.ts';

export interface TreeCheck {
  /** The members that all objects have, each key once. */
  readonly members: number;
  readonly notices: readonly DocumentNotice[];
}

/** One container under way: its parent chain gives the pointer when one is needed. */
interface Frame {
  readonly node: object;
  readonly keys: readonly string[] | undefined;
  readonly token: string | number;
  next: number;
  size: number;
}

/** Numbers from here on are not all told apart by a double (IEEE 754). */
const maxExactInteger = Number.MAX_SAFE_INTEGER;

/**
 * Walks the tree without recursion: counts what it amounts to with each alias expanded, without expanding any; refuses cycles and
 * what exceeds the limits; replaces, in place, the numbers that JSON cannot say.
 * @throws FaultError
 */
export function checkTree(root: Json, shared: boolean, limits: DocumentLimits): TreeCheck {
  const sizes = new Map<object, number>();
  const active = new Set<object>();
  const imprecise: { pointer: string; what: string }[] = [];
  const unrepresentable: { pointer: string; what: string }[] = [];
  const frames: Frame[] = [];
  let members = 0;

  const enter = (node: object, token: string | number): void => {
    if (frames.length >= limits.maxDepth) throw tooDeep(limits, pointerOf(frames));
    if (shared) active.add(node);
    const keys = Array.isArray(node) ? undefined : Object.keys(node);
    if (keys !== undefined) members += keys.length;
    frames.push({ node, keys, token, next: 0, size: 1 });
  };
  if (typeof root === 'object' && root !== null) enter(root, '');
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { keys } = frame;
    const container = frame.node as { [key: string | number]: Json };
    const length = keys === undefined ? (frame.node as readonly Json[]).length : keys.length;
    if (frame.next === length) {
      frames.pop();
      if (shared) {
        active.delete(frame.node);
        sizes.set(frame.node, frame.size);
      }
      const parent = frames.at(-1);
      if (parent !== undefined) parent.size += frame.size;
      if (frame.size > limits.maxNodes) throw tooMany(limits, shared);
      continue;
    }
    const token = keys === undefined ? frame.next : (keys[frame.next] ?? '');
    frame.next += 1;
    const child = container[token];
    if (typeof child === 'object' && child !== null) {
      if (active.has(child)) throw cyclic(joinPointer(pointerOf(frames), token));
      const known = shared ? sizes.get(child) : undefined;
      if (known === undefined) enter(child, token);
      else frame.size += known;
    } else {
      frame.size += 1;
      if (typeof child === 'number' && !(child <= maxExactInteger && child >= -maxExactInteger)) {
        const place = joinPointer(pointerOf(frames), token);
        if (Number.isFinite(child)) {
          if (Number.isInteger(child)) imprecise.push({ pointer: place, what: `read as ${child}` });
        } else {
          const replaced = Number.isNaN(child) ? null : Math.sign(child) * Number.MAX_VALUE;
          container[token] = replaced;
          unrepresentable.push({ pointer: place, what: `read as ${replaced}` });
        }
      }
    }
    if (frame.size > limits.maxNodes) throw tooMany(limits, shared);
  }
  return {
    members,
    notices: [...notice(imprecise, impreciseNumbers), ...notice(unrepresentable, unrepresentableNumbers)],
  };
}

function pointerOf(frames: readonly Frame[]): string {
  return frames.slice(1).reduce((pointer, frame) => joinPointer(pointer, frame.token), '');
}

function tooMany(limits: DocumentLimits, shared: boolean): FaultError {
  const cause = shared ? ' once its aliases are expanded' : '';
  const code = shared ? 'document_alias_bomb' : 'document_too_large';
  return new FaultError(
    code,
    `The document amounts to more than ${limits.maxNodes} values${cause} (MAX_DOCUMENT_NODES). Split it, or raise the limit.`,
  );
}

function cyclic(pointer: string): FaultError {
  const message = `The alias at ${pointer} names a node that contains it: the document has no end. Use "$ref" for recursive schemas.`;
  return new FaultError('document_cyclic', message, [{ pointer }]);
}

type Places = readonly { readonly pointer: string; readonly what: string }[];

const impreciseNumbers = {
  code: 'NUMBER_IMPRECISE',
  severity: 'info' as const,
  text: (count: number) => `${count} whole number(s) are larger than 2^53 and may have been rounded.`,
};

const unrepresentableNumbers = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'warning' as const,
  text: (count: number) =>
    `${count} number(s) are beyond what JSON readers can represent and were replaced by the nearest one that is.`,
};

function notice(places: Places, kind: typeof impreciseNumbers | typeof unrepresentableNumbers): DocumentNotice[] {
  if (places.length === 0) return [];
  return [{ code: kind.code, severity: kind.severity, text: kind.text(places.length), places }];
}
