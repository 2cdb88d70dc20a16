import { createHash } from 'node:crypto';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { parseQuery } from '../query/parse-query.ts';
import type { Query } from '../query/query.ts';
import type { Modifier, Overlay, OverlayAction, OverlayProblem } from './overlay.ts';

export type ParsedOverlay =
  | { readonly ok: true; readonly overlay: Overlay }
  | { readonly ok: false; readonly problems: readonly OverlayProblem[] };

/** Actions of one overlay. */
const maxActions = 5_000;

/** Problems that are listed. */
const maxProblems = 20;

/** Checks an overlay document, version 1.0 or 1.1 of the Overlay Specification. Both are applied by the rules of 1.1. */
export function parseOverlay(root: Json): ParsedOverlay {
  const reader = new OverlayReader();
  const overlay = reader.read(root);
  const { problems } = reader;
  return overlay === undefined || problems.length > 0
    ? { ok: false, problems: problems.slice(0, maxProblems) }
    : { ok: true, overlay };
}

const switchedOff: Modifier = { kind: 'none', remark: 'it is switched off by "x-enabled"' };

class OverlayReader {
  readonly problems: OverlayProblem[] = [];

  read(root: Json): Overlay | undefined {
    if (!isObject(root))
      return this.#fault('', 'An overlay is an object with the members "overlay", "info" and "actions".');
    const version = root['overlay'];
    if (typeof version !== 'string' || !/^1\.[01]\.\d+$/.test(version))
      return this.#fault(
        '/overlay',
        '"overlay" has to be a version 1.0 or 1.1 of the Overlay Specification, such as "1.1.0".',
      );
    this.#checkMembers(root, '', ['overlay', 'info', 'extends', 'actions']);
    this.#checkText(root, '/extends', 'extends');
    const title = this.#readInfo(root['info']);
    const actions = this.#readActions(root['actions'], version.startsWith('1.1.'));
    return { title, actions };
  }

  #readInfo(info: Json | undefined): string {
    if (!isObject(info)) {
      this.#fault('/info', '"info" has to be an object with "title" and "version".');
      return '';
    }
    this.#checkMembers(info, '/info', ['title', 'version', 'description']);
    for (const name of ['title', 'version'])
      if (typeof info[name] !== 'string') this.#fault(`/info/${name}`, `"${name}" has to be a string.`);
    this.#checkText(info, '/info/description', 'description');
    return typeof info['title'] === 'string' ? info['title'] : '';
  }

  #readActions(actions: Json | undefined, allowsCopy: boolean): readonly OverlayAction[] {
    if (!isArray(actions) || actions.length === 0) {
      this.#fault('/actions', '"actions" has to be a list of at least one action.');
      return [];
    }
    if (actions.length > maxActions) {
      this.#fault('/actions', `An overlay has at most ${maxActions} actions. Split it.`);
      return [];
    }
    let key = '';
    return actions.flatMap((action, index) => {
      const read = this.#readAction(action, `/actions/${index}`, allowsCopy);
      key = createHash('sha256')
        .update(`${key} ${JSON.stringify(action)}`)
        .digest('hex')
        .slice(0, 32);
      return read === undefined ? [] : [{ ...read, key }];
    });
  }

  #readAction(action: Json, at: string, allowsCopy: boolean): (Omit<OverlayAction, 'key'> & Modifier) | undefined {
    if (!isObject(action)) return this.#fault(at, 'An action has to be an object with a "target".');
    this.#checkMembers(action, at, ['target', 'description', 'update', 'remove', ...(allowsCopy ? ['copy'] : [])]);
    this.#checkText(action, `${at}/description`, 'description');
    const { target } = action;
    if (typeof target !== 'string')
      return this.#fault(`${at}/target`, '"target" has to be a JSONPath query, a string.');
    const query = this.#readQuery(target, `${at}/target`);
    const isEnabled = this.#readSwitch(action, at);
    // A switched-off action is checked too.
    const modifier = this.#readModifier(action, at);
    if (query === undefined || modifier === undefined) return undefined;
    return { target, query, ...(isEnabled ? modifier : switchedOff) };
  }

  /** An extension of this service: `x-enabled: false` keeps an action that imports do not apply. */
  #readSwitch(action: JsonObject, at: string): boolean {
    const { 'x-enabled': enabled = true } = action;
    if (typeof enabled !== 'boolean') this.#fault(`${at}/x-enabled`, '"x-enabled" has to be true or false.');
    return enabled !== false;
  }

  #readModifier(action: JsonObject, at: string): Modifier | undefined {
    const { remove, update, copy } = action;
    if (remove !== undefined && typeof remove !== 'boolean')
      return this.#fault(`${at}/remove`, '"remove" has to be true or false.');
    if (remove === true) return { kind: 'remove' };
    if (update !== undefined && copy !== undefined)
      return this.#fault(at, 'An action has "update" or "copy", not both.');
    if (update !== undefined) return { kind: 'update', value: update };
    if (copy === undefined) return { kind: 'none', remark: 'it has no "update", "copy" or "remove"' };
    if (typeof copy !== 'string') return this.#fault(`${at}/copy`, '"copy" has to be a JSONPath query, a string.');
    const source = this.#readQuery(copy, `${at}/copy`);
    return source && { kind: 'copy', from: copy, source };
  }

  #readQuery(text: string, pointer: string): Query | undefined {
    const parsed = parseQuery(text);
    return parsed.ok ? parsed.query : this.#fault(pointer, `No JSONPath query by RFC 9535: ${parsed.problem}`);
  }

  #checkMembers(object: JsonObject, at: string, known: readonly string[]): void {
    for (const name of Object.keys(object)) {
      if (known.includes(name) || name.startsWith('x-')) continue;
      const hint =
        name === 'copy'
          ? ' It needs "overlay: 1.1.0".'
          : ` Known are ${known.join(', ')} and names that start with x-.`;
      this.#fault(at, `Unknown member ${JSON.stringify(name.slice(0, 100))}.${hint}`);
    }
  }

  #checkText(object: JsonObject, pointer: string, name: string): void {
    if (Object.hasOwn(object, name) && typeof object[name] !== 'string')
      this.#fault(pointer, `"${name}" has to be a string.`);
  }

  #fault(pointer: string, problem: string): undefined {
    if (this.problems.length < maxProblems) this.problems.push({ pointer, problem });
  }
}
