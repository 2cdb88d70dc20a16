import type { LocatePointers } from '@connectory/importer';
import yaml from 'js-yaml';
import type { Position } from './fault.ts';
import { createLineCounter } from './line-counter.ts';
import { splitPointer } from './pointer.ts';

/** A node as the parser met it. A mapping's children are its keys and values in turn. */
interface YamlNode {
  readonly start: number;
  kind: 'mapping' | 'sequence' | 'scalar' | 'alias';
  children: YamlNode[];
  /** The value of a scalar; the shared object of an alias and of what it names. */
  result: unknown;
  isKey: boolean;
}

/**
 * Where pointers lead in valid YAML text: the key of a member, the start of an item. The text is parsed a second time, with the
 * parser's own events; what lies behind an alias is found where it is written.
 */
export function locateInYaml(text: string, options: yaml.LoadOptions): LocatePointers {
  return (pointers) => {
    const { root, anchors } = readNodes(text, options);
    const offsets = new Map<string, number>();
    for (const pointer of pointers) {
      const offset = root === undefined ? undefined : findOffset(root, splitPointer(pointer), anchors);
      if (offset !== undefined) offsets.set(pointer, skipToContent(text, offset));
    }
    const positions: ReadonlyMap<string, Position> = createLineCounter(text).locateAll(offsets);
    return positions;
  };
}

function readNodes(text: string, options: yaml.LoadOptions) {
  const open: YamlNode[] = [];
  const anchors = new Map<unknown, YamlNode>();
  let root: YamlNode | undefined;
  const listener = (event: 'open' | 'close', state: yaml.State): void => {
    if (event === 'open') {
      open.push({ start: state.position, kind: 'scalar', children: [], result: undefined, isKey: false });
      return;
    }
    const node = open.pop();
    if (node === undefined) return;
    close(node, state, text);
    if (node.kind !== 'alias' && typeof node.result === 'object' && node.result !== null)
      anchors.set(node.result, node);
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else parent.children.push(node);
  };
  yaml.load(text, { ...options, listener });
  return { root, anchors };
}

function close(node: YamlNode, state: yaml.State, text: string): void {
  node.result = state.result;
  const isCollection = typeof state.result === 'object' && state.result !== null;
  if (state.kind === 'mapping' || state.kind === 'sequence') node.kind = state.kind;
  else if (isCollection) node.kind = 'alias';
  // The parser tries a scalar as a mapping's key first: that candidate is a child of the same node, and no child at all.
  if (node.kind === 'scalar' || node.kind === 'alias') node.children = [];
  node.isKey = /^[ \t]*:(\s|$|,|\[|\{|")/.test(text.slice(state.position, state.position + 40));
}

function findOffset(
  root: YamlNode,
  tokens: readonly string[],
  anchors: ReadonlyMap<unknown, YamlNode>,
): number | undefined {
  let node: YamlNode | undefined = root;
  let offset = root.start;
  for (const token of tokens) {
    if (node?.kind === 'alias') node = anchors.get(node.result);
    const step: { node: YamlNode; offset: number } | undefined =
      node === undefined ? undefined : stepInto(node, token, anchors);
    // What the document does not say as such is shown where its nearest ancestor is.
    if (step === undefined) return offset;
    node = step.node;
    offset = step.offset;
  }
  return offset;
}

function stepInto(
  node: YamlNode,
  token: string,
  anchors: ReadonlyMap<unknown, YamlNode>,
): { node: YamlNode; offset: number } | undefined {
  if (node.kind === 'sequence') {
    const item = node.children[Number(token)];
    return item === undefined ? undefined : { node: item, offset: item.start };
  }
  const merged: YamlNode[] = [];
  for (let index = node.children.length - 1; index >= 0; index -= 1) {
    const key = node.children[index];
    const value = node.children[index + 1];
    if (key?.isKey !== true) continue;
    if (String(key.result) === token) return { node: value ?? key, offset: key.start };
    if (key.result === '<<' && value !== undefined) merged.push(value);
  }
  for (const source of merged) {
    const target = source.kind === 'alias' ? anchors.get(source.result) : source;
    const sources = target?.kind === 'sequence' ? target.children : [target];
    for (const each of sources) {
      const resolved = each?.kind === 'alias' ? anchors.get(each.result) : each;
      const step = resolved === undefined ? undefined : stepInto(resolved, token, anchors);
      if (step !== undefined) return step;
    }
  }
  return undefined;
}

/** The parser opens a value before the blanks and comments in front of it. */
function skipToContent(text: string, offset: number): number {
  const blank = /(?:\s+|#[^\n]*(?:\n|$)|-(?=\s))*/y;
  blank.lastIndex = offset;
  blank.exec(text);
  return blank.lastIndex;
}
