import { appendToken, encodeFragment, type Json, type JsonObject } from '@connectory/json';
import { emptyObject, objectMember } from '../json/members.ts';
import type { ObjectKind } from '../members/member-table.ts';
import { type Place, placeOfPointer, pointerOf, shortNameOf } from '../place/place.ts';
import { nameOfPlace } from '../schemas/schema-place.ts';
import { type DocumentShape, type Homes, homeOf, keyWithin } from '../shape/document-shape.ts';

/** The kinds of objects that `components` holds, schemas apart, by the section that holds them. */
const sections = {
  response: 'responses',
  parameter: 'parameters',
  example: 'examples',
  'request-body': 'requestBodies',
  header: 'headers',
  'security-scheme': 'securitySchemes',
  link: 'links',
  callbacks: 'callbacks',
  'path-item': 'pathItems',
  'media-type': 'mediaTypes',
} as const;

export type SharedKind = keyof typeof sections;

export function isSharedKind(kind: ObjectKind): kind is SharedKind {
  return Object.hasOwn(sections, kind);
}

/** The number of the second object of a name. */
const firstNumber = 2;

/** An object that the extras of the version hold once, however many references lead to it. */
export interface SharedObject {
  /** As `#/components/responses/NotFound`. */
  readonly reference: string;
  /** Indexes of the definitions that it names. */
  readonly used: Set<number>;
}

interface Entry extends SharedObject {
  readonly kind: SharedKind;
  readonly name: string;
  readonly source: Json;
  readonly place: Place;
  value: Json | undefined;
}

export type KeepShared = (kind: SharedKind, source: Json, place: Place, used: Set<number>) => Json;

/**
 * The shared objects of a document: those of `components`, and those that references lead to elsewhere, which get a name after their
 * place. References between them stay references.
 */
export class SharedObjects {
  readonly #components: JsonObject;
  readonly #homes: Homes;
  readonly #keep: KeepShared;
  readonly #entries = new Map<string, Entry>();
  /** The names of each section that are taken, with the next number that may be free behind each. */
  readonly #names = new Map<string, Map<string, number>>();
  readonly #waiting: Entry[] = [];
  readonly #mayNest: () => boolean;

  /** @param mayNest whether a shared object may be kept within another now; else it waits. */
  constructor({ root, homes }: DocumentShape, keep: KeepShared, mayNest: () => boolean) {
    this.#mayNest = mayNest;
    this.#components = objectMember(root, 'components') ?? {};
    this.#homes = homes;
    this.#keep = keep;
  }

  /** The shared object that a reference leads to. @param pointer the name of its place. */
  refer(kind: SharedKind, pointer: string, source: Json): SharedObject {
    const key = `${kind} ${shortNameOf(pointer)}`;
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const section = sections[kind];
    const name = this.#ownName(section, pointer) ?? this.#freeName(section, placeOfPointer(pointer));
    const reference = `#/components/${section}${encodeFragment([name])}`;
    const entry = {
      kind,
      name,
      source,
      reference,
      place: placeOfPointer(pointer),
      value: undefined,
      used: new Set<number>(),
    };
    this.#entries.set(key, entry);
    this.#fill(entry);
    return entry;
  }

  /**
   * The sections of `components`, schemas apart, in the order of the document.
   * @param all whether objects that no reference leads to are part of it.
   */
  finish(all: boolean): JsonObject {
    for (const [kind, section] of kindsBySection) {
      const own = objectMember(this.#components, section) ?? {};
      if (all)
        for (const name of Object.keys(own))
          this.refer(kind, appendToken(homeOf(this.#homes, section), name), own[name] ?? null);
    }
    for (let entry = this.#waiting.pop(); entry !== undefined; entry = this.#waiting.pop()) this.#fill(entry);
    const bySection = this.#valuesBySection();
    const kept = emptyObject();
    for (const section of new Set([...Object.keys(this.#components), ...Object.values(sections)])) {
      const values = bySection.get(section);
      if (values !== undefined) kept[section] = this.#inOrder(section, values);
    }
    return kept;
  }

  #valuesBySection(): ReadonlyMap<string, ReadonlyMap<string, Json>> {
    const bySection = new Map<string, Map<string, Json>>();
    for (const { kind, name, value } of this.#entries.values()) {
      const values = bySection.get(sections[kind]) ?? new Map<string, Json>();
      bySection.set(sections[kind], values);
      values.set(name, value ?? null);
    }
    return bySection;
  }

  /** The objects of the document first, in its order. */
  #inOrder(section: string, byName: ReadonlyMap<string, Json>): JsonObject {
    const own = Object.keys(objectMember(this.#components, section) ?? {}).filter((name) => byName.has(name));
    const values = emptyObject();
    for (const name of new Set([...own, ...byName.keys()])) values[name] = byName.get(name) ?? null;
    return values;
  }

  #fill(entry: Entry): void {
    if (this.#mayNest()) entry.value = this.#keep(entry.kind, entry.source, entry.place, entry.used);
    else this.#waiting.push(entry);
  }

  /** The key of a place that is an entry of a section of the document. */
  #ownName(section: string, pointer: string): string | undefined {
    const within = keyWithin(homeOf(this.#homes, section), pointer);
    return within?.inside.length === 0 ? within.key : undefined;
  }

  #freeName(section: string, place: Place): string {
    const taken = this.#names.get(section) ?? this.#ownNames(section);
    this.#names.set(section, taken);
    const wanted = nameOfPlace(place);
    // A name made of the place does not change when another object is added.
    const further = `${wanted}_${pointerOf(place).replaceAll(/[^a-zA-Z0-9]+/g, '_')}`;
    let name = taken.has(wanted) ? further : wanted;
    let number = taken.get(further) ?? firstNumber;
    for (; taken.has(name); number += 1) name = `${further}_${number}`;
    if (name !== wanted) taken.set(further, number);
    taken.set(name, taken.get(name) ?? firstNumber);
    return name;
  }

  #ownNames(section: string): Map<string, number> {
    return new Map(Object.keys(objectMember(this.#components, section) ?? {}).map((name) => [name, firstNumber]));
  }
}

const kindsBySection = Object.entries(sections) as readonly [SharedKind, string][];
