import type { Json } from '@connectory/importer';
import { changeLeaf, findLeaves, type Leaf } from './find-leaves.ts';
import { createRandom } from './generate-document.ts';
import type { SpecVersion } from './grammar.ts';
import { isIgnored } from './ignored-members.ts';

/** Imports a document, and gives the model and the messages as text, without lines and columns. */
export type ImportAsText = (document: Json) => Promise<string>;

export interface InfluenceOptions {
  readonly version: SpecVersion;
  /** Leaves tried per kind of member; all of them when absent. */
  readonly leavesPerKind?: number;
  readonly seed?: number;
}

/** Leaves of one kind of member: how many were tried, and which of them had no effect. */
export interface KindInfluence {
  readonly tried: number;
  /** JSON Pointers. */
  readonly withoutEffect: readonly string[];
}

/**
 * Changes leaves of a document one at a time, and finds those whose change alters neither the model nor the messages. Kinds that the
 * specification allows to ignore are not tried.
 * @throws when two imports of the same document differ, which would make every change an effect.
 */
export async function measureInfluence(
  root: Json,
  importAsText: ImportAsText,
  { version, leavesPerKind, seed = 1 }: InfluenceOptions,
): Promise<ReadonlyMap<string, KindInfluence>> {
  const before = await importAsText(root);
  if ((await importAsText(root)) !== before) throw new Error('The import is not deterministic.');
  const result = new Map<string, { tried: number; withoutEffect: string[] }>();
  for (const [kind, leaves] of groupByKind(findLeaves(root, version))) {
    if (isIgnored(kind, version)) continue;
    const drawn = leavesPerKind === undefined ? leaves : draw(leaves, leavesPerKind, seed);
    const entry = { tried: drawn.length, withoutEffect: [] as string[] };
    for (const leaf of drawn)
      if ((await importAsText(changeLeaf(root, leaf))) === before) entry.withoutEffect.push(pointerOf(leaf));
    result.set(kind, entry);
  }
  return result;
}

function groupByKind(leaves: readonly Leaf[]): ReadonlyMap<string, readonly Leaf[]> {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const group = groups.get(leaf.kind);
    if (group === undefined) groups.set(leaf.kind, [leaf]);
    else group.push(leaf);
  }
  return groups;
}

function draw(leaves: readonly Leaf[], count: number, seed: number): readonly Leaf[] {
  if (leaves.length <= count) return leaves;
  const random = createRandom(seed);
  const left = [...leaves];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)).flat();
}

function pointerOf({ path, change }: Leaf): string {
  const pointer = path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return change === 'key' ? `${pointer} (its key)` : pointer;
}
