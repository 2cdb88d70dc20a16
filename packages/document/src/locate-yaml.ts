import type { LocatePointers } from '@connectory/importer';
import type yaml from 'js-yaml';
import type { Position } from './fault.ts';
import { createLineCounter } from './line-counter.ts';
import { splitPointer } from './pointer.ts';
import { membersOf, readYamlNodes, type YamlNode, type YamlNodes } from './yaml-nodes.ts';
import { isMergeKey } from './yaml-schema.ts';

/** A step from a node to a child: the value, and where its key (or the item) starts. */
interface Step {
  readonly node: YamlNode | undefined;
  readonly offset: number;
}

/**
 * Where pointers lead in valid YAML text: the key of a member, as editors show it, the start of an item. The text is parsed a second
 * time, with the parser's own events; what lies behind an alias or a merge key is found where it is written.
 */
export function locateInYaml(text: string, options: yaml.LoadOptions): LocatePointers {
  return (pointers) => {
    const nodes = readYamlNodes(text, options);
    const find = createFinder(nodes);
    const offsets = new Map<string, number>();
    for (const pointer of pointers) {
      const offset = find(splitPointer(pointer));
      if (offset !== undefined) offsets.set(pointer, skipToContent(text, offset));
    }
    const positions: ReadonlyMap<string, Position> = createLineCounter(text).locateAll(offsets);
    return positions;
  };
}

function createFinder(nodes: YamlNodes): (tokens: readonly string[]) => number | undefined {
  const indexes = new Map<YamlNode, ReadonlyMap<string, Step>>();
  const follow = (node: YamlNode | undefined): YamlNode | undefined =>
    node?.kind === 'alias' ? nodes.nodeOf(node.result) : node;

  const indexOf = (node: YamlNode): ReadonlyMap<string, Step> => {
    const known = indexes.get(node);
    if (known !== undefined) return known;
    const steps = new Map<string, Step>();
    // Before its sources are: a mapping may merge itself.
    indexes.set(node, steps);
    const merged: YamlNode[] = [];
    for (const { key, value } of membersOf(node)) {
      if (value !== undefined && isMergeKey(key.result)) merged.push(value);
      // The last of two members with one key counts.
      else steps.set(String(key.result), { node: value, offset: key.start });
    }
    for (const source of merged.flatMap((value) => sourcesOf(value))) {
      for (const [key, step] of indexOf(source)) if (!steps.has(key)) steps.set(key, step);
    }
    return steps;
  };
  const sourcesOf = (value: YamlNode): readonly YamlNode[] => {
    const target = follow(value);
    const written = target?.kind === 'sequence' ? target.children.map(follow) : [target];
    return written.filter((source) => source !== undefined);
  };

  return (tokens) => {
    let step: Step | undefined = nodes.root === undefined ? undefined : { node: nodes.root, offset: nodes.root.start };
    for (const token of tokens) {
      const node = follow(step?.node);
      if (node?.kind === 'mapping') step = indexOf(node).get(token);
      else step = node?.kind === 'sequence' ? itemAt(node, token) : undefined;
      if (step === undefined) return undefined;
    }
    return step?.offset;
  };
}

function itemAt(sequence: YamlNode, token: string): Step | undefined {
  const item = /^(?:0|[1-9]\d*)$/.test(token) ? sequence.children[Number(token)] : undefined;
  return item === undefined ? undefined : { node: item, offset: item.start };
}

/** The parser opens a value before the blanks and comments in front of it. */
function skipToContent(text: string, offset: number): number {
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
