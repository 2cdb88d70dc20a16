import type { ObjectKind, SpecVersion, TargetFinder } from '@connectory/importer';
import { childAt, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { decodeFragment } from '../../objects/decode-fragment.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Pairs } from '../ledger/pairs.ts';
import type { SourceMember } from '../ledger/source-member.ts';

export type CompareObject = (source: SourceMember, target: JsonObject, comparison: Comparison) => void;

/** The source and the export that are compared. */
export interface Comparison {
  readonly version: SpecVersion;
  /** The root of the source. */
  readonly source: JsonObject;
  readonly exported: JsonObject;
  readonly finder: TargetFinder;
  readonly ledger: Ledger;
  readonly pairs: Pairs;
  /** Keys of `components.schemas` of the export by those of the source, where they differ. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Comparisons of kinds of objects with rules of their own. */
  readonly own: { readonly [Kind in ObjectKind]?: CompareObject };
  /** Names of the places of text files that a member is the text of. */
  readonly texts: Set<string>;
  /** References to compare when everything else is compared. */
  readonly waiting: WaitingReference[];
}

export interface WaitingReference {
  readonly reference: SourceMember;
  readonly kind: ObjectKind;
  /** Where it leads in the source. */
  readonly found: { readonly value: Json; readonly pointer: string };
  /** The reference in the export, and where it leads there. */
  readonly text: string;
  readonly target: Json;
}

/** Where a reference of the export leads. */
export function findInExport(reference: string, exported: JsonObject): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let value: Json | undefined = exported;
  for (const token of splitPointer(decodeFragment(reference.slice(1)))) value = childAt(value, token);
  return value;
}

/** An object of the export behind its references. */
export function resolveInExport(value: Json | undefined, exported: JsonObject): Json | undefined {
  let current = value;
  for (let hops = 0; hops < 100 && isObject(current) && typeof current['$ref'] === 'string'; hops += 1)
    current = findInExport(current['$ref'], exported);
  return current;
}
