import type { Json } from '@connectory/importer';

/** Imports a document and exports the result. */
export interface RoundTrip {
  /** Exports the import of a document as the text of an OpenAPI document. */
  readonly exportOf: (document: Json) => Promise<string>;
  /** Every text of the messages of a document's import. */
  readonly messagesOf: (document: Json) => Promise<readonly string[]>;
}

export interface RoundTripReport {
  /** Whether export ∘ import ∘ export equals export, byte for byte. */
  readonly isIdentity: boolean;
  /** JSON Pointer of the first difference between the two exports. */
  readonly firstDifference?: string;
  /** Number of distinct strings of the source, names of members included. */
  readonly strings: number;
  /** Strings of the source that occur neither in the export nor in a message. */
  readonly lost: readonly string[];
}

/** Compares a document with its export, and the export with its own. */
export async function compareRoundTrip(source: Json, { exportOf, messagesOf }: RoundTrip): Promise<RoundTripReport> {
  const first = await exportOf(source);
  const second = await exportOf(JSON.parse(first));
  const strings = stringsOf(source);
  const kept = stringsOf(JSON.parse(first));
  const messages = (await messagesOf(source)).join('\n');
  const lost = [...strings].filter((string) => !kept.has(string) && !messages.includes(string));
  const difference = first === second ? undefined : findDifference(JSON.parse(first), JSON.parse(second), '');
  return {
    isIdentity: first === second,
    ...(difference === undefined ? {} : { firstDifference: difference }),
    strings: strings.size,
    lost,
  };
}

/** The distinct strings of a tree, names of members included. */
export function stringsOf(root: Json): ReadonlySet<string> {
  const strings = new Set<string>();
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') strings.add(value);
    else if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value)) for (const key of Object.keys(value)) strings.add(key);
      waiting.push(...Object.values(value));
    }
  }
  return strings;
}

/** JSON Pointer of the first difference of two trees; differences of order count. */
export function findDifference(one: Json, other: Json, pointer: string): string | undefined {
  if (one === other) return undefined;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return pointer;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  for (const [index, key] of keys.entries()) {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (others[index] !== key) return at;
    const found = findDifference(valueOf(one, key), valueOf(other, key), at);
    if (found !== undefined) return found;
  }
  return keys.length === others.length ? undefined : pointer;
}

function valueOf(tree: object, key: string): Json {
  const entries: { readonly [name: string]: Json } = { ...tree };
  return entries[key] ?? null;
}
