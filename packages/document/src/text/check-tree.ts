import { appendShortToken } from '@connectory/json';
import type { DocumentNotice, Json } from '@connectory/importer';
import { type DocumentLimits, outputLimit } from '../faults/document-limits.ts';
import { FaultError, shorten } from '../faults/fault-error.ts';
import { tooDeep } from '../faults/too-deep.ts';
import { createNotice } from '../notices/create-notice.ts';
import { yamlKeyNotString } from '../notices/yaml-key-not-string.ts';
import { SpeltScalar } from '../yaml/yaml-schema.ts';
import { createNumberCheck, type NumberCheck } from './number-check.ts';

export interface TreeCheck {
  /** The members of all objects, each key once. */
  readonly members: number;
  readonly notices: readonly DocumentNotice[];
  /** Whether numbers lost precision, or are out of range. */
  readonly hasInexactNumbers: boolean;
  /** How scalars were spelt whose value JSON spells otherwise: by container, then by key. Containers around these have empty entries. */
  readonly spellings: ReadonlyMap<object, ReadonlyMap<string | number, string>>;
}

/** The size of a container with all its content, each alias expanded. */
interface Extent {
  size: number;
  /** Characters of its keys and texts. Counted for documents with aliases only. */
  chars: number;
  /** Levels of containers, itself included. */
  height: number;
}

/** A container being walked. The frames above it give its pointer, which is built only when needed. */
interface Frame extends Extent {
  readonly node: object;
  /** Undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly token: string | number;
  next: number;
}

/**
 * Checks a parsed tree against the limits and replaces, in place, the values that JSON cannot represent.
 * Counts the content of an alias each time it is used, without expanding any alias.
 * @param sharedBytes the bytes of a document whose nodes may be shared or cyclic, as YAML aliases make them; undefined for others.
 * @throws FaultError for a cycle, and for a tree deeper or larger than the limits.
 */
export function checkTree(root: Json, sharedBytes: number | undefined, limits: DocumentLimits): TreeCheck {
  const walk = new TreeWalk(sharedBytes, limits);
  walk.run(root);
  const { members, spellings, hasInexactNumbers } = walk;
  return { members, notices: walk.notices(), spellings, hasInexactNumbers };
}

/** A walk with a stack of its own: recursion would overflow the call stack on deep trees. */
class TreeWalk {
  members = 0;
  hasInexactNumbers = false;
  readonly spellings = new Map<object, Map<string | number, string>>();
  readonly #isShared: boolean;
  readonly #limits: DocumentLimits;
  readonly #maxChars: number;
  readonly #extents = new Map<object, Extent>();
  readonly #active = new Set<object>();
  readonly #frames: Frame[] = [];
  readonly #numbers: NumberCheck = createNumberCheck();
  readonly #oddKeys: string[] = [];

  constructor(sharedBytes: number | undefined, limits: DocumentLimits) {
    this.#isShared = sharedBytes !== undefined;
    this.#limits = limits;
    this.#maxChars = sharedBytes === undefined ? Number.POSITIVE_INFINITY : outputLimit(sharedBytes, limits);
  }

  run(root: Json): void {
    if (typeof root === 'object' && root !== null) this.#enter(root, '');
    const frames = this.#frames;
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { keys } = frame;
      const length = keys === undefined ? (frame.node as readonly Json[]).length : keys.length;
      if (frame.next === length) this.#leave(frame);
      else this.#visitNext(frame);
      if (frame.size > this.#limits.maxNodes) throw tooMany(this.#limits, this.#isShared);
      if (frame.chars > this.#maxChars) throw tooLong(this.#maxChars);
    }
  }

  notices(): readonly DocumentNotice[] {
    const places = this.#oddKeys.map((pointer) => ({ pointer, what: 'a mapping as key, such as an unquoted {name}' }));
    return [...this.#numbers.notices(), ...createNotice(yamlKeyNotString, places)];
  }

  #visitNext(frame: Frame): void {
    const token = frame.keys === undefined ? frame.next : (frame.keys[frame.next] ?? '');
    frame.next += 1;
    const container = frame.node as { [key: string | number]: Json };
    let child = container[token];
    if (this.#isShared && child instanceof SpeltScalar) {
      this.#recordSpelling(container, token, String(child));
      child = child.value;
      container[token] = child;
    }
    if (typeof child === 'object' && child !== null) {
      this.#visitContainer(frame, token, child);
      return;
    }
    frame.size += 1;
    if (this.#isShared) frame.chars += typeof child === 'string' ? child.length : charsOfScalar;
    if (typeof child !== 'number' || this.#numbers.isExact(child)) return;
    this.hasInexactNumbers = true;
    container[token] = this.#numbers.replace(child, this.#pointerTo(token));
  }

  #recordSpelling(container: object, token: string | number, spelling: string): void {
    this.#markFrames();
    this.spellings.get(container)?.set(token, spelling);
  }

  /** Gives the containers that are being walked an entry, from the innermost outwards. Around one with an entry, all have one. */
  #markFrames(): void {
    for (let index = this.#frames.length - 1; index >= 0; index -= 1) {
      const node = this.#frames[index]?.node;
      if (node === undefined || this.spellings.has(node)) return;
      this.spellings.set(node, new Map());
    }
  }

  #visitContainer(frame: Frame, token: string | number, child: object): void {
    if (this.#active.has(child)) throw cyclic(this.#pointerTo(token));
    const known = this.#isShared ? this.#extents.get(child) : undefined;
    if (known === undefined) {
      this.#enter(child, token);
      return;
    }
    if (this.#frames.length + known.height > this.#limits.maxDepth) throw this.#tooDeepAt(token);
    addExtent(frame, known);
    if (this.spellings.has(child)) this.#markFrames();
  }

  #enter(node: object, token: string | number): void {
    if (this.#frames.length >= this.#limits.maxDepth) throw this.#tooDeepAt(token);
    const keys = Array.isArray(node) ? undefined : Object.keys(node);
    if (keys !== undefined) this.members += keys.length;
    const frame = { node, keys, token, next: 0, size: 1, chars: 0, height: 1 };
    this.#frames.push(frame);
    if (!this.#isShared) return;
    for (const key of keys ?? []) frame.chars += key.length;
    this.#active.add(node);
    if (keys?.includes(mappingAsKey) === true) this.#oddKeys.push(this.#pointerTo(mappingAsKey));
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    if (this.#isShared) {
      this.#active.delete(frame.node);
      this.#extents.set(frame.node, { size: frame.size, chars: frame.chars, height: frame.height });
    }
    const parent = this.#frames.at(-1);
    if (parent !== undefined) addExtent(parent, frame);
  }

  /** The pointer to a child of the innermost container. */
  #pointerTo(token: string | number): string {
    const parent = this.#frames.slice(1).reduce((pointer, frame) => appendShortToken(pointer, frame.token), '');
    return appendShortToken(parent, token);
  }

  #tooDeepAt(token: string | number): FaultError {
    return tooDeep(this.#limits, undefined, [{ pointer: this.#pointerTo(token) }]);
  }
}

/** The text that the YAML parser makes of a key that is a mapping, as the unquoted `{{ name }}` of a template is. */
const mappingAsKey = '[object Object]';

/** About the length of a number or a word. */
const charsOfScalar = 4;

function addExtent(to: Extent, child: Extent): void {
  to.size += child.size;
  to.chars += child.chars;
  if (child.height >= to.height) to.height = child.height + 1;
}

function tooMany(limits: DocumentLimits, isShared: boolean): FaultError {
  const cause = isShared ? ' once its aliases are expanded' : '';
  const code = isShared ? 'document_alias_bomb' : 'document_too_large';
  return new FaultError(
    code,
    `The document amounts to more than ${limits.maxNodes} values${cause} (MAX_DOCUMENT_NODES). Split it, or raise the limit.`,
  );
}

function tooLong(maxChars: number): FaultError {
  return new FaultError(
    'document_alias_bomb',
    `The document amounts to more than ${maxChars} characters once its aliases are expanded, the limit for its size (IMPORT_OUTPUT_FACTOR, IMPORT_MAX_OUTPUT_BYTES). Use "$ref" in their place.`,
  );
}

function cyclic(pointer: string): FaultError {
  const message = `The alias at ${shorten(pointer, 200)} names a node that contains it: the document has no end. Use "$ref" for recursive schemas.`;
  return new FaultError('document_cyclic', message, [{ pointer }]);
}
