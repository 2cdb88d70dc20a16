import { append, shortToken } from '@connectory/json';
import { membersOf, type YamlNode, type YamlNodes } from './yaml-nodes.ts';
import { isMergeKey } from './yaml-schema.ts';

/** A step from a node to a child: the value, and the offset of its key or item. */
export interface Step {
  readonly node: YamlNode | undefined;
  readonly offset: number;
}

/** Finds nodes by the tokens of pointers. Aliases and merge keys are followed. */
export function createNodeFinder(nodes: YamlNodes): (tokens: readonly string[]) => Step | undefined {
  const indexes = new Map<YamlNode, MappingIndex>();
  const follow = (node: YamlNode | undefined): YamlNode | undefined =>
    node?.kind === 'alias' ? nodes.nodeOf(node.result) : node;

  const indexOf = (node: YamlNode): MappingIndex => {
    const known = indexes.get(node);
    if (known !== undefined) return known;
    const index = indexMembers(node);
    indexes.set(node, index);
    return index;
  };
  const sourcesOf = (value: YamlNode): readonly YamlNode[] => {
    const target = follow(value);
    const written = target?.kind === 'sequence' ? target.children.map(follow) : [target];
    return written.filter((source) => source !== undefined);
  };
  /** Own members take precedence over merge keys, and earlier merge sources over later ones. No recursion: chains can be long. */
  const memberOf = (mapping: YamlNode, token: string): Step | undefined => {
    const seen = new Set<YamlNode>();
    const open = [mapping];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const { own, merged } = indexOf(node);
      const step = own.get(shortToken(token));
      if (step !== undefined) return step;
      if (merged.length > 0) append(open, merged.flatMap(sourcesOf).toReversed());
    }
    return undefined;
  };

  return (tokens) => {
    let step: Step | undefined = nodes.root === undefined ? undefined : { node: nodes.root, offset: nodes.root.start };
    for (const token of tokens) {
      const node = follow(step?.node);
      if (node?.kind === 'mapping') step = memberOf(node, token);
      else step = node?.kind === 'sequence' ? itemAt(node, token) : undefined;
      if (step === undefined) return undefined;
    }
    return step;
  };
}

interface MappingIndex {
  readonly own: ReadonlyMap<string | number, Step>;
  /** The values of merge keys. */
  readonly merged: readonly YamlNode[];
}

function indexMembers(mapping: YamlNode): MappingIndex {
  const own = new Map<string | number, Step>();
  const merged: YamlNode[] = [];
  for (const { key, value } of membersOf(mapping)) {
    if (value !== undefined && isMergeKey(key.result)) merged.push(value);
    // The last of two members with the same key counts.
    else own.set(shortToken(String(key.result)), { node: value, offset: key.start });
  }
  return { own, merged };
}

function itemAt(sequence: YamlNode, token: string): Step | undefined {
  const item = /^(?:0|[1-9]\d*)$/.test(token) ? sequence.children[Number(token)] : undefined;
  return item === undefined ? undefined : { node: item, offset: item.start };
}

/** Skips blanks and comments: the parser reports a value as starting before them. */
export function skipToContent(text: string, offset: number): number {
  const blank = /\s*/y;
  for (let at = offset; ; ) {
    blank.lastIndex = at;
    blank.exec(text);
    at = blank.lastIndex;
    if (text[at] !== '#') return at;
    const lineEnd = text.indexOf('\n', at);
    at = lineEnd < 0 ? text.length : lineEnd;
  }
}
