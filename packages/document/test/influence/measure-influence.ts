import type { Json } from '@connectory/importer';
import { changeLeaf, findLeaves, type Leaf } from './find-leaves.ts';
import { createRandom } from './generate-document.ts';
import type { SpecVersion } from './grammar.ts';
import { isIgnored } from './ignored-members.ts';
import { importAsText, importOnce } from './import-as-text.ts';

export interface InfluenceOptions {
  readonly version: SpecVersion;
  /** Part of the names of the kinds to try. */
  readonly kind?: string;
  /** Kinds of member tried, drawn by the seed; all of them when absent. */
  readonly kinds?: number;
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
 * @returns undefined when the document cannot be imported.
 * @throws when two imports of the same document differ, which would make every change an effect.
 */
export async function measureInfluence(
  root: Json,
  { version, kind: part = '', kinds, leavesPerKind, seed = 1 }: InfluenceOptions,
): Promise<ReadonlyMap<string, KindInfluence> | undefined> {
  const imported = await importOnce(root);
  if (imported === undefined) return undefined;
  if ((await importAsText(root)) !== imported.outcome) throw new Error('The import is not deterministic.');
  const random = createRandom(seed);
  const groups = [...groupByKind(findLeaves(root, version))].filter(
    ([kind]) => kind.includes(part) && !isIgnored(kind, version),
  );
  const result = new Map<string, KindInfluence>();
  for (const [kind, leaves] of draw(groups, kinds, random)) {
    const drawn = draw(leaves, leavesPerKind, random);
    const withoutEffect: string[] = [];
    for (const leaf of drawn)
      if (!(await imported.isChanged(changeLeaf(root, leaf)))) withoutEffect.push(pointerOf(leaf));
    result.set(kind, { tried: drawn.length, withoutEffect });
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

function draw<Item>(items: readonly Item[], count: number | undefined, random: () => number): readonly Item[] {
  if (count === undefined || items.length <= count) return items;
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)).flat();
}

function pointerOf({ path, change }: Leaf): string {
  const pointer = path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return change === 'key' ? `${pointer} (its key)` : pointer;
}
