import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { LinkTargets } from '../references/link-targets.ts';
import type { DefinitionRegistry } from '../definitions/definition-registry.ts';
import { member, setMember } from '../json/members.ts';
import type { Leads, ObjectKind, SpecVersion } from '../members/member-table.ts';
import { findMember, tablesOf } from '../members/tables-of.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import { failureRules } from '../references/failure-rules.ts';
import type { References } from '../references/references.ts';
import { reportKind } from '../references/report-kind.ts';
import { keepData } from './keep-data.ts';
import { keepText } from './keep-text.ts';
import { bodyUseAt } from './body-use.ts';
import { isSharedKind, type SharedKind, SharedObjects } from './shared-objects.ts';

export interface ExtrasSource {
  readonly shape: DocumentShape;
  readonly version: SpecVersion;
  readonly references: References;
  readonly definitions: DefinitionRegistry;
  readonly messages: MessageCollector;
  readonly links: LinkTargets;
}

const none: ReadonlySet<string> = new Set();

/** For values that are no scalars. */
const noContainer = {};

/** Levels of objects up to which a shared object is kept at its first reference. Deeper ones wait, so that the stack suffices. */
const maxLevelToNest = 100;

/**
 * Writes extras: the members without a field in the model, in the spelling of OpenAPI 3.1. The member tables decide. Schemas are
 * translated, references lead to shared objects, and members that no table names keep the value of the document.
 */
export class ExtrasKeeper {
  readonly #source: ExtrasSource;
  /** Objects that are being kept, one within the other. */
  #level = 0;
  readonly shared: SharedObjects;

  constructor(source: ExtrasSource) {
    this.#source = source;
    this.shared = new SharedObjects(
      source.shape,
      (kind, value, place, used) => this.keep(kind, value, place, used),
      () => this.#level < maxLevelToNest,
    );
  }

  /**
   * A kept copy of a whole object, or of a reference to one.
   * @param used collects the indexes of the definitions that it names.
   * @param owner the kind of object that a media type is part of. @param shapePlace its place in the shape.
   */
  keep(kind: ObjectKind, value: Json, shapePlace: Place, used: Set<number>, owner?: ObjectKind): Json {
    if (!isObject(value)) return value;
    const place = this.#source.shape.placeOf(value, shapePlace);
    const reference = member(value, '$ref');
    this.#level += 1;
    const kept =
      typeof reference === 'string' && isSharedKind(kind)
        ? this.#keepReference(kind, value, reference, place, used)
        : this.#keepMembers(kind, value, place, used, { taken: none, owner });
    this.#level -= 1;
    return kept;
  }

  /** Keeps an object without the members that became fields or parts of an entity. @param taken the names of these members. */
  keepRest(
    kind: ObjectKind,
    object: JsonObject,
    place: Place,
    used: Set<number>,
    taken: ReadonlySet<string>,
  ): { [key: string]: Json } {
    return this.#keepMembers(kind, object, place, used, { taken, owner: undefined });
  }

  #keepReference(kind: SharedKind, value: JsonObject, reference: string, place: Place, used: Set<number>): Json {
    const { references, messages } = this.#source;
    const target = references.find(reference, place);
    // The text of a file, such as a Markdown file.
    if (target.kind === 'found' && typeof target.value === 'string' && target.pointer.endsWith('#'))
      return target.value;
    if (target.kind !== 'found' || !isObject(target.value)) {
      const failure = target.kind === 'external' ? 'external' : 'dangling';
      messages.report(failureRules[failure], at(place, '$ref'), reference);
      return value;
    }
    const other = references.otherKind(target, kind);
    if (other !== undefined) {
      reportKind(reference, other, kind, at(place, '$ref'), messages);
      return value;
    }
    const object = this.#source.shape.reshape(kind, target.value, placeOfPointer(target.pointer));
    const shared = this.shared.refer(kind, target.pointer, object);
    for (const index of shared.used) used.add(index);
    return { ...value, $ref: shared.reference };
  }

  #keepMembers(
    kind: ObjectKind,
    object: JsonObject,
    place: Place,
    used: Set<number>,
    { taken, owner }: { readonly taken: ReadonlySet<string>; readonly owner: ObjectKind | undefined },
  ): { [key: string]: Json } {
    if (kind === 'link') this.#source.links.addLink(object, place);
    const kept: { [key: string]: Json } = {};
    for (const key of Object.keys(object)) {
      if (taken.has(key)) continue;
      const value = object[key] ?? null;
      // Most members are scalars, and only a schema may be one that is more than data.
      if ((typeof value !== 'object' || value === null) && key !== 'schema')
        setMember(kept, key, typeof value === 'number' ? keepText(key, value, object) : value);
      else setMember(kept, key, this.#keepMember(kind, key, value, at(place, key), used, owner));
    }
    return kept;
  }

  #keepMember(
    kind: ObjectKind,
    key: string,
    value: Json,
    place: Place,
    used: Set<number>,
    owner: ObjectKind | undefined,
  ): Json {
    const { version, references, messages } = this.#source;
    const table = tablesOf(version)[kind];
    const leads = table === undefined ? undefined : findMember(table, key, version)?.leads;
    if (leads === undefined)
      return keepData(keepText(key, value, noContainer), place, {
        isExtension: key.startsWith('x-'),
        references,
        messages,
      });
    return this.#keepLed(leads, value, place, used, kind === 'media-type' ? owner : kind);
  }

  /** @param owner the kind of object that holds the member; of a media type, the one that holds the media type. */
  #keepLed({ kind, as }: Leads, value: Json, place: Place, used: Set<number>, owner: ObjectKind | undefined): Json {
    const keepOne = (item: Json, here: Place): Json =>
      kind === 'schema' ? this.#keepSchema(item, here, used, owner) : this.keep(kind, item, here, used, owner);
    if (as === 'one') return keepOne(value, place);
    if (as === 'list') return isArray(value) ? value.map((item, index) => keepOne(item, at(place, index))) : value;
    if (!isObject(value)) return value;
    const kept: { [key: string]: Json } = {};
    for (const name of Object.keys(value)) setMember(kept, name, keepOne(value[name] ?? null, at(place, name)));
    return kept;
  }

  /** The schema of a body is a definition, which is referred to; others are translated where they stand. */
  #keepSchema(value: Json, shapePlace: Place, used: Set<number>, owner: ObjectKind | undefined): Json {
    const { definitions, shape } = this.#source;
    const place = shape.placeOf(value, shapePlace);
    const isBody = (owner === 'response' || owner === 'request-body') && shapePlace.token === 'schema';
    if (!isBody) return definitions.translateInside(value, place, used);
    const index =
      definitions.indexOfBody(value, place) ?? definitions.forBody(value, place, bodyUseAt(shapePlace, shape.homes));
    used.add(index);
    // Annotations beside a reference are no part of the definition.
    if (isObject(value) && Object.keys(value).length > 1 && definitions.isPureReference(value))
      return definitions.translateInside(value, place, used);
    return { $ref: definitions.fileName(index) };
  }
}
