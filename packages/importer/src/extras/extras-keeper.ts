import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { LinkTargets } from '../references/link-targets.ts';
import type { DefinitionRegistry } from '../definitions/definition-registry.ts';
import { member, setMember } from '../json/members.ts';
import type { Leads, ObjectKind, SpecVersion } from '../members/member-table.ts';
import { type KindLeads, leadsOf } from '../members/leads.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import { failureRules } from '../references/failure-rules.ts';
import { ByTarget } from '../references/by-target.ts';
import type { References } from '../references/references.ts';
import { reportKind } from '../references/report-kind.ts';
import { siblingsWithoutEffect } from '../references/resolve-chain.ts';
import { referenceSiblingsIgnored } from '../rules/reference-siblings-ignored.ts';
import { keepData } from './keep-data.ts';
import { keepText } from './keep-text.ts';
import { bodyUseAt } from './body-use.ts';
import { spellExamples } from './spell-examples.ts';
import { isSharedKind, type SharedKind, type SharedObject, SharedObjects } from './shared-objects.ts';

export interface ExtrasSource {
  readonly shape: DocumentShape;
  readonly version: SpecVersion;
  readonly references: References;
  readonly definitions: DefinitionRegistry;
  readonly messages: MessageCollector;
  readonly links: LinkTargets;
  readonly security: { check(security: Json | undefined, place: Place): void };
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
  readonly #leads: ReadonlyMap<ObjectKind, KindLeads>;
  /** Objects that are being kept, one within the other. */
  #level = 0;
  readonly shared: SharedObjects;
  readonly #referred = new ByTarget<SharedObject>();

  constructor(source: ExtrasSource) {
    this.#source = source;
    this.#leads = leadsOf(source.version);
    this.shared = new SharedObjects(
      source.shape,
      (kind, value, place, used) => source.messages.doOnce(() => this.keep(kind, value, place, used)),
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
        ? this.#keepReference({ kind, owner }, value, reference, place, used)
        : this.#keepMembers(kind, value, place, used, none, owner);
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
    return this.#keepMembers(kind, object, place, used, taken, undefined);
  }

  #keepReference(
    { kind, owner }: { readonly kind: SharedKind; readonly owner: ObjectKind | undefined },
    value: JsonObject,
    reference: string,
    place: Place,
    used: Set<number>,
  ): Json {
    const { references, messages } = this.#source;
    const siblings = siblingsWithoutEffect(value, kind);
    if (siblings.length > 0) messages.report(referenceSiblingsIgnored, place, siblings.join(', '));
    const target = references.find(reference, place);
    const earlier = this.#referred.get(kind, target);
    if (earlier !== undefined) return leadTo(earlier, value, used);
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
      if (kind !== 'media-type' || other !== 'schema') return value;
      return { schema: this.#keepSchema({ $ref: reference }, at(place, 'schema'), used, owner) };
    }
    if (member(target.value, '$ref') !== undefined && references.isEndless(reference, place))
      messages.report(failureRules.cycle, at(place, '$ref'), reference);
    const object = this.#source.shape.reshape(kind, target.value, placeOfPointer(target.pointer));
    const shared = this.shared.refer(kind, target.pointer, object);
    this.#referred.set(kind, target, shared);
    return leadTo(shared, value, used);
  }

  #keepMembers(
    kind: ObjectKind,
    written: JsonObject,
    place: Place,
    used: Set<number>,
    taken: ReadonlySet<string>,
    owner: ObjectKind | undefined,
  ): { [key: string]: Json } {
    const object = spellExamples(kind, written, place, this.#source);
    if (kind === 'link') this.#source.links.addLink(object, place);
    if (kind === 'operation') this.#source.security.check(member(object, 'security'), at(place, 'security'));
    const leads = this.#leads.get(kind);
    const ownerOfHeld = kind === 'media-type' ? owner : kind;
    const kept: { [key: string]: Json } = {};
    for (const key of Object.keys(object)) {
      if (taken.has(key)) continue;
      const value = object[key] ?? null;
      // Most members are scalars, and only a schema may be one that is more than data.
      if ((typeof value !== 'object' || value === null) && key !== 'schema')
        setMember(kept, key, typeof value === 'number' ? keepText(key, value, object) : value);
      else setMember(kept, key, this.#keepMember(leads?.of(key), key, value, at(place, key), used, ownerOfHeld));
    }
    const operationRef = kind === 'link' ? member(object, 'operationRef') : undefined;
    if (typeof operationRef === 'string')
      kept['operationRef'] = this.#source.links.operationRefOf(operationRef, at(place, 'operationRef'));
    return kept;
  }

  #keepMember(
    leads: Leads | undefined,
    key: string,
    value: Json,
    place: Place,
    used: Set<number>,
    owner: ObjectKind | undefined,
  ): Json {
    return leads === undefined ? this.keepOther(key, value, place) : this.#keepLed(leads, value, place, used, owner);
  }

  /** A member that no table names, with the value of the document. */
  keepOther(key: string, value: Json, place: Place): Json {
    const { references, messages } = this.#source;
    const isExtension = key.startsWith('x-');
    return keepData(keepText(key, value, noContainer), place, { isExtension, references, messages });
  }

  /** @param owner the kind of object that holds the member; of a media type, the one that holds the media type. */
  #keepLed({ kind, as }: Leads, value: Json, place: Place, used: Set<number>, owner: ObjectKind | undefined): Json {
    if (as === 'one') return this.#keepOne(kind, value, place, used, owner);
    if (as === 'list')
      return isArray(value)
        ? value.map((item, index) => this.#keepOne(kind, item, at(place, index), used, owner))
        : value;
    if (!isObject(value)) return value;
    const kept: { [key: string]: Json } = {};
    for (const name of Object.keys(value))
      setMember(kept, name, this.#keepOne(kind, value[name] ?? null, at(place, name), used, owner));
    return kept;
  }

  #keepOne(kind: ObjectKind, value: Json, place: Place, used: Set<number>, owner: ObjectKind | undefined): Json {
    return kind === 'schema' ? this.#keepSchema(value, place, used, owner) : this.keep(kind, value, place, used, owner);
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
    if (isObject(value) && Object.keys(value).length > 1 && definitions.isPureReference(value)) {
      const annotated = definitions.translateInside(value, place, used);
      // Without a target the reference is set aside, which makes the definition.
      if (isObject(annotated) && member(annotated, '$ref') !== undefined) return annotated;
    }
    return { $ref: definitions.fileName(index) };
  }
}

/** A reference with the members beside it, which leads to a shared object. */
function leadTo(shared: SharedObject, written: JsonObject, used: Set<number>): JsonObject {
  for (const index of shared.used) used.add(index);
  return Object.keys(written).length === 1 ? { $ref: shared.reference } : { ...written, $ref: shared.reference };
}
