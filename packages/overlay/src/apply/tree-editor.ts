import { appendToken, isArray, isObject, type Json } from '@connectory/json';
import { type StepBudget, stepsPerMember } from '../faults/step-budget.ts';
import type { Origins } from '../places/origins.ts';
import type { RemovedPart } from '../places/overlay-trace.ts';
import type { Token } from '../query/found-node.ts';
import { asMembers, assign, cloneContainer, hasItems, type Members } from './members.ts';

interface EditorContext {
  readonly budget: StepBudget;
  readonly origins: Origins;
  readonly action: string;
  /** Receives what is removed of the document as it was read, if it is traced. */
  readonly removed: RemovedPart[] | undefined;
}

/**
 * Changes a tree for one action. Copies each container on the way to a change once, so that the tree before it stays as it was: YAML aliases
 * share nodes, and `copy` shares them too.
 */
export class TreeEditor {
  readonly #holder: Members;
  readonly #own = new Set<object>();
  readonly #budget: StepBudget;
  readonly #origins: Origins;
  /** The name of the place of the action. */
  readonly #action: string;
  readonly #removed: RemovedPart[] | undefined;

  constructor(root: Json, context: EditorContext) {
    this.#holder = { root };
    this.#own.add(this.#holder);
    this.#budget = context.budget;
    this.#origins = context.origins;
    this.#action = context.action;
    this.#removed = context.removed;
  }

  get root(): Json {
    return this.#holder['root'] ?? null;
  }

  /** Merges a value into the one at a path, by the rules of the Overlay Specification. The caller has checked that it fits. */
  merge(path: readonly Token[], value: Json): void {
    const parent = this.#parentOf(path);
    if (parent !== undefined) this.#mergeAt(parent, path.at(-1) ?? 'root', value, true);
  }

  /** Removes members or items of one container, if it is still there. */
  remove(parent: readonly Token[], tokens: ReadonlySet<Token>): void {
    const holder = this.#parentOf(parent);
    const key = parent.at(-1) ?? 'root';
    const container = holder?.[key];
    if (holder === undefined || typeof container !== 'object' || container === null) return;
    this.#budget.spend(tokens.size + (isArray(container) ? container.length : 0));
    this.#recordRemoval(parent, tokens, isArray(container));
    if (isArray(container)) {
      const kept = [...container.keys()].filter((index) => !tokens.has(index));
      const items = kept.map((index) => container[index] ?? null);
      this.#origins.keepItems(container, items, kept);
      this.#own.add(items);
      assign(holder, key, items);
      return;
    }
    const members = this.#ownChild(holder, key);
    for (const token of tokens) {
      delete members[token];
      this.#origins.forget(members, token);
    }
  }

  #recordRemoval(parent: readonly Token[], tokens: ReadonlySet<Token>, isList: boolean): void {
    if (this.#removed === undefined) return;
    const container = parent.reduce<string>(appendToken, '');
    for (const token of tokens) {
      const { pointer, action } = this.#origins.trace(this.root, appendToken(container, token));
      // What an overlay put there is no part of the document, but it may have taken the place of a part. Items have no such place.
      const isPart = action === undefined || !isList;
      if (isPart) this.#removed.push({ pointer, action: this.#action });
    }
  }

  /** The container of a path's last token, ready to be changed. For the root it is a holder with the member `root`. */
  #parentOf(path: readonly Token[]): Members | undefined {
    let container = this.#holder;
    let key: Token = 'root';
    for (const token of path) {
      const child = container[key];
      if (typeof child !== 'object' || child === null || !Object.hasOwn(child, token)) return undefined;
      container = this.#ownChild(container, key);
      key = token;
    }
    return container;
  }

  /** Replaces a child container by a copy that may be changed, once. */
  #ownChild(container: Members, key: Token): Members {
    const child = container[key];
    if (typeof child !== 'object' || child === null) throw new Error(`no container at ${key}`);
    if (this.#own.has(child)) return asMembers(child);
    const copy = cloneContainer(child);
    this.#budget.spend(isArray(child) ? child.length : Object.keys(child).length * stepsPerMember);
    this.#origins.copy(child, copy);
    this.#own.add(copy);
    assign(container, key, copy);
    return copy;
  }

  #mergeAt(container: Members, key: Token, value: Json, isTarget: boolean): void {
    this.#budget.spend(1);
    const present = Object.hasOwn(container, key) ? container[key] : undefined;
    if (isArray(present)) {
      if (isArray(value) || isTarget) this.#append(container, key, isArray(value) ? value : [value]);
    } else if (isObject(present) && isObject(value)) {
      const entries = Object.entries(value);
      const members = entries.length === 0 ? {} : this.#ownChild(container, key);
      for (const [name, member] of entries) this.#mergeAt(members, name, member, false);
    } else {
      assign(container, key, value);
      this.#origins.mark(container, key, this.#action);
    }
  }

  #append(container: Members, key: Token, items: readonly Json[]): void {
    const present = container[key];
    if (!isArray(present) || hasItems(present, items, this.#budget)) return;
    const list = this.#ownChild(container, key);
    for (const [offset, item] of items.entries()) {
      list[present.length + offset] = item;
      this.#origins.mark(list, present.length + offset, this.#action);
    }
  }
}
