import { isObject, type Json, type JsonObject, member, objectMember } from '../json/json.ts';
import type { CoverageCounter } from '../messages/coverage-counter.ts';
import type { DefinitionModel } from '../model/connector-model.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { createNames, definitionNames } from '../names/names.ts';
import { at, type Place, placeOfPointer, pointerOf, rootPlace, splitPointer } from '../place/place.ts';
import type { References, Target } from '../references/references.ts';
import { nameChanged } from '../rules/name-changed.ts';
import { notSelected } from '../rules/not-selected.ts';
import { referenceCycle } from '../rules/reference-cycle.ts';
import { referenceDangling } from '../rules/reference-dangling.ts';
import { referenceExternal } from '../rules/reference-external.ts';
import { referenceRelativeToSchema } from '../rules/reference-relative-to-schema.ts';
import { schemaCircle } from '../rules/schema-cycle.ts';
import { createCircleFinder } from './schema-cycles.ts';
import { collectDynamicAnchors } from './dynamic-anchors.ts';
import { findMeant, leadsBack, type SchemaAt } from './meant-schema.ts';
import { encodeFragment, isSchemaPlace, nameOfPlace } from './schema-place.ts';
import type { SchemaContext, TranslatedSchema } from './schema-context.ts';
import { translateSchema } from './translate-schema.ts';

/** The dialect of every served schema. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Under which media type a definition that is never a body is listed. */
const defaultAccept = 'application/json';

interface Entry {
  readonly name: string;
  /** What it was to be called: not its name when that did not fit or was taken. */
  readonly wanted: string;
  readonly accept: string[];
  readonly source: Json | undefined;
  readonly place: Place;
  /** Set once translated. */
  text: string;
  description: string | undefined;
  references: ReadonlySet<number>;
}

/** The definition that a reference leads to or into, and the file, with the place in it, that it is served as. */
interface Served {
  readonly index: number;
  readonly file: string;
}

/** Where a reference leads, which schema it means, and whether that is nothing but references without an end. */
interface Judged {
  readonly target: Target;
  readonly meant: SchemaAt | undefined;
  readonly isEndless: boolean;
}

/** All definitions of a document: its component schemas, the inline schemas of bodies, and other places that are referenced. */
export interface DefinitionRegistry {
  /** Names and translates the component schemas; before anything else, so that they keep their names. */
  addComponents(): void;
  /** The definition of a body's schema, listed as accepting `mediaType`. @param name what an inline one is to be called. */
  forBody(schema: Json | undefined, place: Place, body: { mediaType: string; name: string; further: string }): number;
  /** Translates a schema that is kept inside another entity; `references` gathers the definitions that it names. */
  translateInside(schema: Json, place: Place, references: Set<number>): Json;
  /** Translates what is still waiting and gives all definitions in order. */
  finish(): readonly DefinitionModel[];
}

export function createDefinitionRegistry(document: {
  readonly root: JsonObject;
  readonly is30: boolean;
  /** Whether component schemas are definitions only when something reaches them. */
  readonly isPart: boolean;
  readonly references: References;
  readonly messages: MessageCollector;
  readonly coverage: CoverageCounter;
}): DefinitionRegistry {
  const { root, is30, isPart, references, messages, coverage } = document;
  const entries: Entry[] = [];
  const waiting: Entry[] = [];
  const names = createNames(definitionNames);
  const indexByPointer = new Map<string, number>();
  const indexByInlineText = new Map<string, number>();
  /** By the pointer that references lead to: most are met many times. */
  const served = new Map<string, Served>();
  /** By the reference, for those that mean the same wherever they stand. */
  const judged = new Map<string, Judged>();
  const components = new Map<string, Entry>();
  const componentIndexes = new Map<string, number>();
  const circles = createCircleFinder((reference, place) => findMeant(reference, place, references), is30);

  const reserve = (wanted: string, further: () => string, source: Json | undefined, place: Place): Entry => {
    const name = names.give(wanted, further);
    return { name, wanted, accept: [], source, place, text: '', description: undefined, references: new Set() };
  };
  const announceName = ({ name, wanted, place }: Entry): void => {
    if (name !== wanted) messages.report(nameChanged, place, `${JSON.stringify(wanted)} became ${name}`);
  };
  const add = (entry: Entry): number => {
    const index = entries.push(entry) - 1;
    indexByPointer.set(pointerOf(entry.place), index);
    return index;
  };
  /** The definition of a component schema, which may be reached for the first time. */
  const indexOfComponent = (key: string): number | undefined => {
    const known = componentIndexes.get(key);
    const entry = known === undefined ? components.get(key) : undefined;
    if (entry === undefined) return known;
    const index = add(entry);
    componentIndexes.set(key, index);
    waiting.push(entry);
    return index;
  };
  /** The definition that a place is, made one if it is none yet. */
  const indexOfPlace = (pointer: string, value: Json): number => {
    const known = indexByPointer.get(pointer);
    if (known !== undefined) return known;
    const component = componentOf(pointer);
    const reached = component?.inside.length === 0 ? indexOfComponent(component.key) : undefined;
    if (reached !== undefined) return reached;
    const entry = reserve(nameOfPlace(pointer), () => pointer, value, placeOfPointer(pointer));
    announceName(entry);
    waiting.push(entry);
    return add(entry);
  };

  const findFile = (pointer: string, value: Json): Served => {
    const component = componentOf(pointer);
    const source = component === undefined ? undefined : components.get(component.key)?.source;
    if (component !== undefined && component.inside.length > 0 && isSchemaPlace(source, component.inside)) {
      const index = indexOfComponent(component.key) ?? 0;
      return { index, file: `${entries[index]?.name}.json#${encodeFragment(component.inside)}` };
    }
    const index = indexOfPlace(pointer, value);
    return { index, file: `${entries[index]?.name}.json` };
  };
  const serve = (pointer: string, value: Json, named: Set<number>): string => {
    const known = served.get(pointer) ?? findFile(pointer, value);
    served.set(pointer, known);
    named.add(known.index);
    return known.file;
  };

  const judge = (reference: string, place: Place): Judged => {
    const known = judged.get(reference);
    if (known !== undefined) return known;
    const target = references.find(reference);
    const meant = findMeant(reference, place, references);
    const isEndless = references.isCircular(reference) || (meant !== undefined && leadsBack(meant, references));
    // What is meant depends on the place only when the reference leads nowhere from the root.
    if (meant === target) judged.set(reference, { target, meant, isEndless });
    return { target, meant, isEndless };
  };
  const rewrite = (reference: string, place: Place, named: Set<number>): string | undefined => {
    const { target, meant, isEndless } = judge(reference, place);
    if (isEndless) {
      messages.report(referenceCycle, place, reference);
      return undefined;
    }
    if (meant === undefined) {
      messages.report(target.kind === 'external' ? referenceExternal : referenceDangling, place, reference);
      return undefined;
    }
    if (target.kind !== 'found' || meant.pointer !== target.pointer)
      messages.report(referenceRelativeToSchema, place, reference);
    if (circles.closesCircle(place, meant)) messages.report(schemaCircle, place, reference);
    return serve(meant.pointer, meant.value, named);
  };

  const contextFor = (source: Json | undefined, named: Set<number>): SchemaContext => {
    let anchors: ReadonlySet<string> | undefined;
    return {
      messages,
      is30,
      rewriteReference: (reference, place) => rewrite(reference, place, named),
      rewriteMapping: (value, place) => {
        const component = indexOfComponent(value);
        if (component !== undefined) {
          named.add(component);
          return `${entries[component]?.name}.json`;
        }
        const target = references.find(value);
        return target.kind === 'found' ? rewrite(value, place, named) : undefined;
      },
      hasDynamicAnchor: (name) => (anchors ??= collectDynamicAnchors(source)).has(name),
    };
  };

  const translateEntry = (entry: Entry): void => {
    const named = new Set<number>();
    const schema = translateSchema(entry.source, entry.place, contextFor(entry.source, named));
    entry.text = JSON.stringify(withDialect(schema));
    entry.description = descriptionOf(schema);
    entry.references = named;
  };

  const translateComponent = (entry: Entry): void => {
    coverage.count('schemas', () => {
      announceName(entry);
      translateEntry(entry);
      return entry;
    });
  };

  const leaveOut = (key: string, { place }: Entry): void => {
    coverage.count('schemas', () => {
      messages.report(notSelected, place, `schema ${key}`);
      return undefined;
    });
  };

  const addInline = (schema: Json | undefined, place: Place, body: { name: string; further: string }): number => {
    const named = new Set<number>();
    const translated = translateSchema(schema ?? {}, place, contextFor(schema, named));
    const text = JSON.stringify(withDialect(translated));
    const pointer = pointerOf(place);
    const known = indexByPointer.get(pointer) ?? indexByInlineText.get(text);
    if (known !== undefined) {
      indexByPointer.set(pointer, known);
      return known;
    }
    const entry = reserve(body.name, () => body.further, schema, place);
    announceName(entry);
    entry.text = text;
    entry.description = descriptionOf(translated);
    entry.references = named;
    const index = add(entry);
    indexByInlineText.set(text, index);
    return index;
  };

  const indexOfBody = (schema: Json | undefined, place: Place, body: { name: string; further: string }): number => {
    const reference = pureReference(schema, is30);
    const target = reference === undefined ? undefined : references.find(reference);
    if (target?.kind === 'found' && isObject(target.value)) return indexOfPlace(target.pointer, target.value);
    return indexByPointer.get(pointerOf(place)) ?? coverage.count('schemas', () => addInline(schema, place, body)) ?? 0;
  };

  return {
    addComponents: () => {
      const schemas = objectMember(objectMember(root, 'components') ?? {}, 'schemas') ?? {};
      for (const key of Object.keys(schemas)) {
        const entry = reserve(key, () => key, schemas[key], at(rootPlace, 'components', 'schemas', key));
        components.set(key, entry);
        if (!isPart) componentIndexes.set(key, add(entry));
      }
      if (!isPart) for (const entry of components.values()) translateComponent(entry);
    },
    forBody: (schema, place, body) => {
      const index = indexOfBody(schema, place, body);
      const accept = entries[index]?.accept;
      if (accept !== undefined && !accept.includes(body.mediaType)) accept.push(body.mediaType);
      return index;
    },
    translateInside: (schema, place, named) => translateSchema(schema, place, contextFor(schema, named)),
    finish: () => {
      const ofComponents = new Set(components.values());
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
        if (ofComponents.has(entry)) translateComponent(entry);
        else translateEntry(entry);
      }
      for (const [key, entry] of components) if (!componentIndexes.has(key)) leaveOut(key, entry);
      return entries.map(toModel);
    },
  };
}

function toModel(entry: Entry): DefinitionModel {
  const { name, description, accept, text } = entry;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    accept: accept.length === 0 ? [defaultAccept] : accept,
    schema: text,
    references: [...entry.references].sort((a, b) => a - b),
  };
}

function withDialect(schema: TranslatedSchema): Json {
  return typeof schema === 'boolean' ? schema : Object.assign(Object.create(null), { $schema: dialect }, schema);
}

function descriptionOf(schema: TranslatedSchema): string | undefined {
  const description = typeof schema === 'boolean' ? undefined : schema['description'];
  return typeof description === 'string' && description !== '' ? description : undefined;
}

/** The component schema that a pointer leads to or into. */
function componentOf(pointer: string): { key: string; inside: readonly string[] } | undefined {
  if (!pointer.startsWith('/components/schemas/')) return undefined;
  const [, , key = '', ...inside] = splitPointer(pointer);
  return { key, inside };
}

/** The reference of a schema that says nothing else of its own. */
function pureReference(schema: Json | undefined, is30: boolean): string | undefined {
  if (!isObject(schema)) return undefined;
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return undefined;
  const others = Object.keys(schema).filter((key) => key !== '$ref' && key !== 'description' && key !== 'summary');
  return is30 || others.length === 0 ? reference : undefined;
}
