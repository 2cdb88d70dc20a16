import { appendShortToken } from '@connectory/json';
import yaml from 'js-yaml';
import { shorten } from '../faults/fault-error.ts';
import { isMergeKey } from './yaml-schema.ts';

/** A node of the YAML text. The children of a mapping alternate between keys and values. */
export interface YamlNode {
  readonly start: number;
  /** Behind its last character, and behind the blanks and comments after it. */
  readonly end: number;
  readonly kind: 'mapping' | 'sequence' | 'scalar' | 'alias';
  readonly children: readonly YamlNode[];
  /** The value of a scalar. An alias and its target have the same object. */
  readonly result: unknown;
  readonly isKey: boolean;
}

export interface YamlNodes {
  readonly root: YamlNode | undefined;
  /** The node of an object: finds the target of an alias. */
  readonly nodeOf: (result: unknown) => YamlNode | undefined;
}

/** A node between its `open` and `close` events. */
type OpenNode = { -readonly [Key in keyof YamlNode]: Key extends 'children' ? OpenNode[] : YamlNode[Key] };

/** Shared by all nodes without children: a large document has a million of them. */
const noChildren: OpenNode[] = [];

/**
 * Reads the nodes of a valid YAML text with their offsets, from the parser's events.
 * @throws YAMLException
 */
export function readYamlNodes(text: string, options: yaml.LoadOptions): YamlNodes {
  const open: OpenNode[] = [];
  let root: YamlNode | undefined;
  const listener = (event: 'open' | 'close', state: yaml.State): void => {
    if (event === 'open') {
      open.push({
        start: state.position,
        end: state.position,
        kind: 'scalar',
        children: noChildren,
        result: undefined,
        isKey: false,
      });
      return;
    }
    const node = open.pop();
    if (node === undefined) return;
    closeNode(node, state, text);
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else if (parent.children === noChildren) parent.children = [node];
    else parent.children.push(node);
  };
  yaml.load(text, { ...options, listener });
  let anchors: ReadonlyMap<unknown, YamlNode> | undefined;
  return {
    root,
    nodeOf: (result) => {
      anchors ??= collectionsOf(root);
      return anchors.get(result);
    },
  };
}

function closeNode(node: OpenNode, state: yaml.State, text: string): void {
  // For an alias or an empty node the kind is null; the types omit this.
  const kind: string | null = state.kind;
  node.result = state.result;
  node.end = state.position;
  node.isKey = endsAsKey(text, node.start, state.position);
  // The parser tries a node as the first key of a block mapping. That candidate is the node itself, not a child.
  const candidate = node.children.at(-1);
  if (kind === 'mapping' || kind === 'sequence') {
    node.kind = kind;
    if (candidate !== undefined && candidate.result === state.result) node.children = candidate.children;
    return;
  }
  if (kind === null && typeof state.result === 'object' && state.result !== null) node.kind = 'alias';
  node.children = noChildren;
}

function collectionsOf(root: YamlNode | undefined): ReadonlyMap<unknown, YamlNode> {
  const collections = new Map<unknown, YamlNode>();
  const open = root === undefined ? [] : [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== 'mapping' && node.kind !== 'sequence') continue;
    collections.set(node.result, node);
    for (const child of node.children) open.push(child);
  }
  return collections;
}

/** Whether a colon after the node makes it a key. After a quote or bracket on the same line, the colon needs no blank behind it. */
function endsAsKey(text: string, start: number, end: number): boolean {
  let at = end;
  while (isBlank(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== colon) return false;
  const next = text.charCodeAt(at + 1);
  if (Number.isNaN(next) || isBlank(next) || ',[]{}'.includes(String.fromCharCode(next))) return true;
  if (end === start || !`"'}]`.includes(text.charAt(end - 1))) return false;
  return !/[\r\n]/.test(text.slice(end, at));
}

const colon = 0x3a;

/** Space, tab or line break. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/** The members of a mapping as written. A key without a colon, as in `{a}`, has no value node. */
export function membersOf(mapping: YamlNode): readonly { readonly key: YamlNode; readonly value?: YamlNode }[] {
  const members: { key: YamlNode; value?: YamlNode }[] = [];
  for (let at = 0; at < mapping.children.length; at += 1) {
    const key = mapping.children[at];
    const next = key?.isKey === true ? mapping.children[at + 1] : undefined;
    if (key === undefined) continue;
    if (next === undefined) {
      members.push({ key });
    } else {
      members.push({ key, value: next });
      at += 1;
    }
  }
  return members;
}

/** Finds the keys that a mapping has more than once, in document order. The content of an alias counts where it is written. */
export function findDuplicateYamlKeys(root: YamlNode | undefined): readonly { pointer: string; what: string }[] {
  const places: { pointer: string; what: string }[] = [];
  const visit = (node: YamlNode, pointer: string): void => {
    if (node.kind === 'sequence')
      node.children.forEach((child, index) => visit(child, appendShortToken(pointer, index)));
    if (node.kind !== 'mapping') return;
    const seen = new Map<string, number>();
    for (const { key, value } of membersOf(node)) {
      const name = String(key.result);
      const child = appendShortToken(pointer, name);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      if (times === 2 && !isMergeKey(key.result)) {
        places.push({ pointer: child, what: `the key ${JSON.stringify(shorten(name, 60))} occurs more than once` });
      }
      if (value !== undefined) visit(value, child);
    }
  };
  if (root !== undefined) visit(root, '');
  return places;
}
