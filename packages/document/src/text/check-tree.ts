import type { DocumentNotice, Json } from '@connectory/importer';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError, shorten } from '../faults/fault-error.ts';
import { tooDeep } from '../faults/too-deep.ts';
import { createNotice } from '../notices/create-notice.ts';
import { yamlKeyNotText } from '../notices/yaml-key-not-text.ts';
import { joinPointer } from '../places/pointer.ts';
import { SpeltScalar } from '../yaml/yaml-schema.ts';
import { createNumberCheck } from './number-check.ts';

export interface TreeCheck {
  /** The members that all objects have, each key once. */
  readonly members: number;
  readonly notices: readonly DocumentNotice[];
}

/** What a container amounts to with everything in it, each alias expanded. */
interface Extent {
  size: number;
  /** Levels of containers, itself included. */
  height: number;
}

/** One container under way: its parent chain gives the pointer when one is needed. */
interface Frame extends Extent {
  readonly node: object;
  readonly keys: readonly string[] | undefined;
  readonly token: string | number;
  next: number;
}

/**
 * Walks the tree without recursion: counts what it amounts to with each alias expanded, without expanding any; refuses cycles and
 * what exceeds the limits; replaces, in place, what JSON cannot say.
 * @param shared whether nodes may be shared, as YAML aliases make them.
 * @throws FaultError
 */
export function checkTree(root: Json, shared: boolean, limits: DocumentLimits): TreeCheck {
  const extents = new Map<object, Extent>();
  const active = new Set<object>();
  const frames: Frame[] = [];
  const numbers = createNumberCheck();
  const oddKeys: string[] = [];
  let members = 0;

  const enter = (node: object, token: string | number): void => {
    if (frames.length >= limits.maxDepth) throw tooDeepAt(limits, frames, token);
    if (shared) active.add(node);
    const keys = Array.isArray(node) ? undefined : Object.keys(node);
    if (keys !== undefined) members += keys.length;
    frames.push({ node, keys, token, next: 0, size: 1, height: 1 });
    if (shared && keys?.includes(mappingAsKey) === true) oddKeys.push(joinPointer(pointerOf(frames), mappingAsKey));
  };
  const leave = (frame: Frame): void => {
    frames.pop();
    if (shared) {
      active.delete(frame.node);
      extents.set(frame.node, { size: frame.size, height: frame.height });
    }
    const parent = frames.at(-1);
    if (parent !== undefined) add(parent, frame);
  };
  const meet = (frame: Frame, token: string | number, child: object): void => {
    if (active.has(child)) throw cyclic(joinPointer(pointerOf(frames), token));
    const known = shared ? extents.get(child) : undefined;
    if (known === undefined) {
      enter(child, token);
      return;
    }
    if (frames.length + known.height > limits.maxDepth) throw tooDeepAt(limits, frames, token);
    add(frame, known);
  };

  if (typeof root === 'object' && root !== null) enter(root, '');
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { keys } = frame;
    const container = frame.node as { [key: string | number]: Json };
    if (frame.next === (keys === undefined ? (frame.node as readonly Json[]).length : keys.length)) {
      leave(frame);
    } else {
      const token = keys === undefined ? frame.next : (keys[frame.next] ?? '');
      frame.next += 1;
      let child = container[token];
      if (shared && child instanceof SpeltScalar) {
        child = child.value;
        container[token] = child;
      }
      if (typeof child === 'object' && child !== null) {
        meet(frame, token, child);
      } else {
        frame.size += 1;
        if (typeof child === 'number' && !numbers.isExact(child)) {
          container[token] = numbers.replace(child, joinPointer(pointerOf(frames), token));
        }
      }
    }
    if (frame.size > limits.maxNodes) throw tooMany(limits, shared);
  }
  return { members, notices: [...numbers.notices(), ...noticeKeys(oddKeys)] };
}

/** What the YAML parser calls a key that is a mapping, as the unquoted `{{ name }}` of a template is. */
const mappingAsKey = '[object Object]';

function noticeKeys(pointers: readonly string[]): readonly DocumentNotice[] {
  return createNotice(
    yamlKeyNotText,
    pointers.map((pointer) => ({ pointer, what: 'a mapping as key, such as an unquoted {name}' })),
  );
}

function add(to: Extent, child: Extent): void {
  to.size += child.size;
  if (child.height >= to.height) to.height = child.height + 1;
}

function pointerOf(frames: readonly Frame[]): string {
  return frames.slice(1).reduce((pointer, frame) => joinPointer(pointer, frame.token), '');
}

function tooDeepAt(limits: DocumentLimits, frames: readonly Frame[], token: string | number): FaultError {
  return tooDeep(limits, undefined, [{ pointer: joinPointer(pointerOf(frames), token) }]);
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
  const message = `The alias at ${shorten(pointer, 200)} names a node that contains it: the document has no end. Use "$ref" for recursive schemas.`;
  return new FaultError('document_cyclic', message, [{ pointer }]);
}
