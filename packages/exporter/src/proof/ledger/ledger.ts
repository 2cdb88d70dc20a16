import { type Place, pointerOf } from '@connectory/importer';
import { isArray, type Json, splitPointer } from '@connectory/json';
import type { MessagePlaces, Report } from './message-places.ts';
import { originalAt, type OverlayChanges } from './overlay-changes.ts';
import type { NormalisationRule } from './rules.ts';
import { isValue, memberOf, sameJson, type SourceMember } from './source-member.ts';

/** A part of the source that the export does not have as it is. */
export interface Difference {
  readonly kind: 'normalised' | 'reported' | 'overlaid' | 'edited' | 'unexplained';
  /** Its JSON Pointer in its file. */
  readonly pointer: string;
  /** The file of an archive; undefined for the root document. */
  readonly file: string | undefined;
  /** Number of values of the source that it comprises. */
  readonly values: number;
  /** Undefined for what an overlay added. */
  readonly source: Json | undefined;
  /** What the export has instead; undefined for nothing. */
  readonly target: Json | undefined;
  readonly rule?: NormalisationRule;
  readonly report?: Report;
  /** The action of an overlay that changed the value, as `overlay fixes#/actions/3`. */
  readonly overlay?: string;
}

/** Numbers of values of the source. `values` is the sum of the others. */
export interface LedgerTotals {
  values: number;
  equal: number;
  normalised: number;
  reported: number;
  /** Values that overlays wrote or removed; absent without overlays. */
  overlaid?: number;
  unexplained: number;
}

interface Found {
  readonly target?: Json | undefined;
  /** The rule by which it differs. */
  readonly rule?: NormalisationRule | undefined;
  /** The rule unless a message reports the difference. */
  readonly otherwise?: NormalisationRule | undefined;
  /** Codes of messages that report such differences. */
  readonly codes?: readonly string[];
}

/**
 * Enters every value of the source once: as equal, or as part of a difference. A value that YAML aliases repeat is one value.
 */
export class Ledger {
  readonly totals: LedgerTotals = { values: 0, equal: 0, normalised: 0, reported: 0, unexplained: 0 };
  readonly #messages: MessagePlaces;
  /** Members that are entered, by the object or list that holds them. */
  readonly #entered = new WeakMap<object, Set<string>>();
  /** Objects and lists that are entered as a whole. */
  readonly #whole = new WeakSet<object>();
  #differences: Difference[] = [];

  readonly #overlays: OverlayChanges | undefined;

  /** @param overlays what overlays changed in the source before it is compared. */
  constructor(messages: MessagePlaces, overlays?: OverlayChanges) {
    this.#messages = messages;
    this.#overlays = overlays;
    if (overlays !== undefined) this.totals.overlaid = 0;
  }

  /** An empty ledger with the same messages. */
  fresh(): Ledger {
    return new Ledger(this.#messages, this.#overlays);
  }

  equal(member: SourceMember): void {
    const { holder, key, value, place } = member;
    const values = this.#enter(holder, String(key), value);
    this.totals.values += values;
    const written = this.#overlays?.isWritten(holder, key) === true ? this.#locate(place) : undefined;
    if (written === undefined || this.#overlays === undefined || values === 0) this.totals.equal += values;
    else {
      const source = originalAt(this.#overlays, written.pointer);
      if (source !== undefined && sameJson(source, value)) this.totals.equal += values;
      else this.#overlaid({ ...written, values, source, target: value });
    }
  }

  /** Enters what overlays removed from the source. */
  enterRemoved(): void {
    for (const { pointer, action } of this.#overlays?.removed ?? []) this.#enterRemoved(pointer, action);
  }

  #enterRemoved(pointer: string, overlay: string): void {
    if (this.#overlays === undefined) return;
    const split = pointer.lastIndexOf('/');
    const [token = ''] = splitPointer(pointer.slice(split));
    const holder = originalAt(this.#overlays, pointer.slice(0, split));
    const source = originalAt(this.#overlays, pointer);
    if (typeof holder !== 'object' || holder === null || source === undefined) return;
    const values = this.#enter(holder, token, source);
    this.totals.values += values;
    if (values > 0) this.#overlaid({ pointer, file: undefined, overlay, values, source, target: undefined });
  }

  #overlaid(difference: Omit<Difference, 'kind'>): void {
    this.totals.overlaid = (this.totals.overlaid ?? 0) + difference.values;
    this.#differences.push({ ...difference, kind: 'overlaid' });
  }

  /** The location of a place in the document as it was sent, with the overlay that wrote it. */
  #locate(place: Place): Pick<Difference, 'pointer' | 'file' | 'overlay'> {
    const located = locationOf(place);
    if (this.#overlays === undefined || located.file !== undefined) return located;
    const { pointer, action } = this.#overlays.locate(located.pointer);
    return { pointer, file: undefined, ...(action === undefined ? {} : { overlay: action }) };
  }

  differ({ holder, key, value, place }: SourceMember, { target, rule, otherwise, codes }: Found): void {
    const values = this.#enter(holder, String(key), value);
    if (values === 0) return;
    // A message about an object further out is not about this difference when a rule explains it.
    const levels = otherwise === undefined ? Number.POSITIVE_INFINITY : 2;
    const report = rule === undefined ? this.#messages.find(place, codes, levels) : undefined;
    const norm = rule ?? (report === undefined ? otherwise : undefined);
    const kind = norm === undefined ? (report === undefined ? 'unexplained' : 'reported') : 'normalised';
    const reason = norm === undefined ? (report === undefined ? {} : { report }) : { rule: norm };
    this.totals.values += values;
    this.totals[kind] += values;
    this.#differences.push({ kind, ...this.#locate(place), values, source: value, target, ...reason });
  }

  /** The differences that were found since the last call. */
  take(): readonly Difference[] {
    const taken = this.#differences;
    this.#differences = [];
    return taken;
  }

  /** Enters what is left of a file, as differences. @param otherwise the rule unless a message reports it. */
  enterRest(file: SourceMember, otherwise: NormalisationRule | undefined): void {
    for (const member of this.#rest(file).members) this.differ(member, { otherwise });
  }

  /** The largest parts of which nothing is entered. */
  #rest(member: SourceMember): { readonly isUntouched: boolean; readonly members: readonly SourceMember[] } {
    const { holder, key, value } = member;
    if (this.#isEntered(holder, String(key))) return { isUntouched: false, members: [] };
    if (isValue(value)) return { isUntouched: true, members: [member] };
    if (typeof value === 'object' && value !== null && this.#whole.has(value))
      return { isUntouched: false, members: [] };
    const parts = keysOf(value).map((name) => this.#rest(memberOf(member, name)));
    if (parts.every(({ isUntouched }) => isUntouched)) return { isUntouched: true, members: [member] };
    return { isUntouched: false, members: parts.flatMap(({ members }) => members) };
  }

  #isEntered(holder: object, key: string): boolean {
    return this.#entered.get(holder)?.has(key) === true;
  }

  /** @returns the number of values that were not entered before. */
  #enter(holder: object, key: string, value: Json): number {
    if (this.#isEntered(holder, key) || this.#whole.has(holder)) return 0;
    const keys = this.#entered.get(holder) ?? new Set();
    this.#entered.set(holder, keys);
    keys.add(key);
    return this.#enterWhole(value);
  }

  #enterWhole(value: Json): number {
    if (typeof value !== 'object' || value === null) return 1;
    if (this.#whole.has(value)) return 0;
    const entered = this.#entered.get(value);
    this.#whole.add(value);
    const keys = keysOf(value);
    if (keys.length === 0) return 1;
    let values = 0;
    for (const key of keys)
      if (entered?.has(key) !== true)
        values += this.#enterWhole(isArray(value) ? (value[Number(key)] ?? null) : (value[key] ?? null));
    return values;
  }
}

function locationOf(place: Place): { readonly pointer: string; readonly file: string | undefined } {
  const name = pointerOf(place);
  const hash = name.startsWith('/') ? -1 : name.indexOf('#');
  const file = name.slice(0, Math.max(hash, 0)).replaceAll('%23', '#').replaceAll('%25', '%');
  return { pointer: name.slice(hash + 1), file: hash < 0 ? undefined : file };
}

function keysOf(value: Json): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
