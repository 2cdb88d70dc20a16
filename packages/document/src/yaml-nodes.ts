import yaml from 'js-yaml';
import { joinPointer } from './pointer.ts';
import { isMergeKey } from './yaml-schema.ts';

/** A node as the parser met it. A mapping's children are its keys and values in turn. */
export interface YamlNode {
  readonly start: number;
  readonly kind: 'mapping' | 'sequence' | 'scalar' | 'alias';
  readonly children: readonly YamlNode[];
  /** The value of a scalar; the shared object of an alias and of what it names. */
  readonly result: unknown;
  readonly isKey: boolean;
}

export interface YamlNodes {
  readonly root: YamlNode | undefined;
  /** The node behind each object, to find what an alias names. */
  readonly anchors: ReadonlyMap<unknown, YamlNode>;
}

/**
 * The nodes of a valid YAML text with their offsets, from the parser's own events.
 * @throws YAMLException
 */
export function readYamlNodes(text: string, options: yaml.LoadOptions): YamlNodes {
  const open: { readonly start: number; readonly children: YamlNode[] }[] = [];
  const anchors = new Map<unknown, YamlNode>();
  let root: YamlNode | undefined;
  const listener = (event: 'open' | 'close', state: yaml.State): void => {
    if (event === 'open') {
      open.push({ start: state.position, children: [] });
      return;
    }
    const opened = open.pop();
    if (opened === undefined) return;
    const node = closeNode(opened, state, text);
    if (node.kind === 'mapping' || node.kind === 'sequence') anchors.set(node.result, node);
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else parent.children.push(node);
  };
  yaml.load(text, { ...options, listener });
  return { root, anchors };
}

function closeNode(
  opened: { readonly start: number; readonly children: YamlNode[] },
  state: yaml.State,
  text: string,
): YamlNode {
  const { start, children } = opened;
  // The types leave out that the kind of an alias or of nothing is null.
  const kind: string | null = state.kind;
  const isKey = endsAsKey(text, start, state.position);
  const common = { start, result: state.result, isKey };
  // What may be the first key of a block mapping is tried as one: that candidate is the node itself, not a child.
  const candidate = children.at(-1);
  if (kind === 'mapping' || kind === 'sequence') {
    const isSame = candidate !== undefined && candidate.result === state.result;
    return { ...common, kind, children: isSame ? candidate.children : children };
  }
  const isAlias = kind === null && typeof state.result === 'object' && state.result !== null;
  return { ...common, kind: isAlias ? 'alias' : 'scalar', children: [] };
}

const colonAfterPlain = /\s*:(?=[\s,[\]{}]|$)/y;
const colonAfterQuoted = /[ \t]*:/y;

/** Whether a colon follows that makes the node a key. After a quote or bracket it need not be followed by a blank. */
function endsAsKey(text: string, start: number, end: number): boolean {
  colonAfterPlain.lastIndex = end;
  if (colonAfterPlain.test(text)) return true;
  if (end === start || !`"'}]`.includes(text.charAt(end - 1))) return false;
  colonAfterQuoted.lastIndex = end;
  return colonAfterQuoted.test(text);
}

/** The members of a mapping as written. The parser gives no node for the value of `a:` on a line of its own, nor of `{a}`. */
export function membersOf(mapping: YamlNode): readonly { readonly key: YamlNode; readonly value?: YamlNode }[] {
  const members: { key: YamlNode; value?: YamlNode }[] = [];
  for (let at = 0; at < mapping.children.length; at += 1) {
    const key = mapping.children[at];
    const next = key?.isKey === true ? mapping.children[at + 1] : undefined;
    if (key === undefined) continue;
    if (next === undefined || next.isKey) {
      members.push({ key });
    } else {
      members.push({ key, value: next });
      at += 1;
    }
  }
  return members;
}

/** The keys that a mapping has more than once, in document order. What lies behind an alias counts where it is written. */
export function findDuplicateYamlKeys(root: YamlNode | undefined): readonly { pointer: string; what: string }[] {
  const places: { pointer: string; what: string }[] = [];
  const visit = (node: YamlNode, pointer: string): void => {
    if (node.kind === 'sequence') node.children.forEach((child, index) => visit(child, joinPointer(pointer, index)));
    if (node.kind !== 'mapping') return;
    const seen = new Map<string, number>();
    for (const { key, value } of membersOf(node)) {
      const name = String(key.result);
      const child = joinPointer(pointer, name);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      if (times === 2 && !isMergeKey(key.result)) {
        places.push({ pointer: child, what: `the key ${JSON.stringify(name)} occurs more than once` });
      }
      if (value !== undefined) visit(value, child);
    }
  };
  if (root !== undefined) visit(root, '');
  return places;
}
