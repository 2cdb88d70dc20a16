import type { JsonObject } from '@connectory/json';
import { expectOrder, expectValue } from './expect-fields.ts';
import { definitionKeys, matchIdentities, operationKeys } from './match-plain.ts';
import {
  canonical,
  type Identity,
  type Kind,
  kinds,
  type PlainEntity,
  type PlainVersion,
  renameInForm,
  textOf,
} from './plain-version.ts';

/** An entity through all versions. Definitions are named by keys in all forms, so that renames do not matter. */
export interface Tracked {
  readonly key: string;
  readonly form: JsonObject;
  readonly media: ReadonlyMap<string, string>;
  readonly identity: Identity;
  /** Undefined for an entity without edits. */
  readonly edit?: TrackedEdit | undefined;
}

export interface TrackedEdit {
  readonly state: 'edited' | 'deleted' | 'created';
  readonly base?: { readonly form: JsonObject; readonly media: ReadonlyMap<string, string> } | undefined;
}

export type Draft = { readonly [Name in Kind]: readonly Tracked[] };

export interface Report {
  readonly edits: { kept: number; merged: number; conflicts: number; dropped: number };
  /** Lines as in the details of messages, without the values of conflicts. */
  readonly EDIT_CONFLICT: string[];
  readonly EDITED_ENTITY_KEPT: string[];
  readonly DELETED_ENTITY_CHANGED: string[];
  readonly EDIT_ADOPTED: string[];
}

export interface Expected {
  readonly draft: Draft;
  /** Names of definitions by key, as the draft has them, or as the document names those that the draft lacks. */
  readonly names: ReadonlyMap<string, string>;
  readonly report: Report;
}

export const present = ({ edit }: Tracked): boolean => edit?.state !== 'deleted';

interface Step {
  readonly report: Report;
  readonly draft: Draft;
}

/** Computes the draft after an import of a document over a draft with edits. @param names of the definitions of the draft, by key. */
export function expectVersion(
  draft: Draft,
  names: ReadonlyMap<string, string>,
  document: PlainVersion,
  newKey: () => string,
): Expected {
  const report: Report = {
    edits: { kept: 0, merged: 0, conflicts: 0, dropped: 0 },
    EDIT_CONFLICT: [],
    EDITED_ENTITY_KEPT: [],
    DELETED_ENTITY_CHANGED: [],
    EDIT_ADOPTED: [],
  };
  const step = { report, draft };
  const keys = matchDefinitions(draft.definitions, names, document.definitions, newKey);
  const keyByName = new Map(document.definitions.map(({ name }, index) => [name, keys[index] ?? '']));
  const toKey = (name: string): string => keyByName.get(name) ?? name;
  const translated = (entities: readonly PlainEntity[], found: readonly string[]): readonly Tracked[] =>
    entities.map(({ form, media, identity }, index) => ({
      key: found[index] ?? '',
      form: renameInForm(form, toKey),
      media: new Map([...media].map(([name, type]) => [toKey(name), type])),
      identity,
    }));
  const documentOf = (kind: 'actions' | 'triggers'): readonly Tracked[] => {
    const matches = matchIdentities(
      draft[kind].map(({ identity }) => identity),
      document[kind].map(({ identity }) => identity),
      operationKeys,
    );
    return translated(
      document[kind],
      matches.map((index) => draft[kind][index ?? -1]?.key ?? newKey()),
    );
  };
  const merged = {
    actions: mergeKind('actions', step, documentOf('actions')),
    triggers: mergeKind('triggers', step, documentOf('triggers')),
    definitions: mergeKind('definitions', step, translated(document.definitions, keys)),
  };
  const definitions = [...merged.definitions, ...referenced(merged, step)];
  const next = { ...merged, definitions };
  const known = new Map([...names, ...[...keyByName].map(([name, key]) => [key, name] as const)]);
  for (const { key, form, edit } of definitions) if (edit?.state !== 'deleted') known.set(key, textOf(form['name']));
  // Places name a definition as the document does.
  const documentNames = new Map([...names, ...[...keyByName].map(([name, key]) => [key, name] as const)]);
  const placed = report.EDIT_CONFLICT.map((line) =>
    line.replaceAll(/(?<=\/)key-\d+(?=$|\/)/g, (key) => documentNames.get(key) ?? key),
  );
  return { draft: next, names: known, report: { ...report, EDIT_CONFLICT: placed } };
}

function matchDefinitions(
  draft: readonly Tracked[],
  names: ReadonlyMap<string, string>,
  document: readonly PlainEntity[],
  newKey: () => string,
): readonly string[] {
  const contents = new Map<Identity, string>();
  for (const { form, identity, edit } of draft) {
    const schema = (edit?.base?.form ?? form)['schema'] ?? {};
    contents.set(identity, JSON.stringify(renameInForm({ schema }, (key) => names.get(key) ?? key)['schema']));
  }
  // Schemas are compared with the names that the draft has.
  const draftNames = new Map(
    draft.filter(present).map(({ identity, key }) => [identity.name, names.get(key) ?? identity.name]),
  );
  for (const { form, identity } of document) {
    const { schema = {} } = form;
    contents.set(identity, JSON.stringify(renameInForm({ schema }, (name) => draftNames.get(name) ?? name)['schema']));
  }
  const matches = matchIdentities(
    draft.map(({ identity }) => identity),
    document.map(({ identity }) => identity),
    definitionKeys((identity) => contents.get(identity)),
  );
  return matches.map((index) => draft[index ?? -1]?.key ?? newKey());
}

function mergeKind(kind: Kind, { draft, report }: Step, document: readonly Tracked[]): readonly Tracked[] {
  const old = new Map(draft[kind].map((entity) => [entity.key, entity]));
  const next = new Map(document.map((entity) => [entity.key, entity]));
  const conflicts = new Map<string, string[]>();
  const results = new Map<string, Tracked>();
  const fates = new Map<string, keyof Report['edits']>();
  for (const entity of draft[kind]) {
    if (entity.edit === undefined) continue;
    const found: string[] = [];
    const { result, fate } = mergeEntity(kind, entity, next.get(entity.key), report, found);
    if (result !== undefined) results.set(entity.key, result);
    fates.set(entity.key, fate);
    conflicts.set(entity.key, found);
  }
  const order = expectOrder(
    draft[kind].filter(present).map(({ key }) => key),
    document.map(({ key }) => key),
  );
  const placed = order.flatMap(
    (key) => results.get(key) ?? (fates.has(key) && next.get(key) === undefined ? [] : (next.get(key) ?? [])),
  );
  const settled = settleNames(kind, placed, old, conflicts);
  for (const [key, fate] of fates) {
    const found = conflicts.get(key) ?? [];
    const isConflict = found.length > 0;
    report.edits[isConflict ? 'conflicts' : fate] += 1;
    for (const place of found) report.EDIT_CONFLICT.push(`${lineOf(kind, old.get(key))} ${place}`);
  }
  return settled;
}

const lineOf = (kind: Kind, entity: Tracked | undefined): string =>
  `${kind.slice(0, -1)} ${textOf((entity?.edit?.state === 'deleted' ? entity.edit.base?.form : entity?.form)?.['name'])}`;

interface Merged {
  readonly result: Tracked | undefined;
  readonly fate: keyof Report['edits'];
}

function mergeEntity(
  kind: Kind,
  entity: Tracked,
  document: Tracked | undefined,
  report: Report,
  conflicts: string[],
): Merged {
  const { edit, form, key, media } = entity;
  const line = lineOf(kind, entity);
  const isSame =
    document !== undefined && edit?.base !== undefined && canonical(document.form) === canonical(edit.base.form);
  if (edit?.state === 'deleted') {
    if (document === undefined) return { result: undefined, fate: 'dropped' };
    if (!isSame) report.DELETED_ENTITY_CHANGED.push(line);
    return { result: { ...document, edit: { state: 'deleted', base: document } }, fate: 'kept' };
  }
  if (document === undefined) {
    if (edit?.state !== 'created') report.EDITED_ENTITY_KEPT.push(line);
    return { result: entity, fate: 'kept' };
  }
  const medias = { base: edit?.base?.media, edit: media, document: document.media };
  const merge = { conflicts, mediaOf: (state: keyof typeof medias, name: string) => medias[state]?.get(name) ?? '' };
  const states = { base: edit?.base?.form, edit: form, document: document.form };
  const merged = expectValue(merge, '', states, kind === 'definitions' ? 'definition' : 'operation') as JsonObject;
  if (canonical(merged) === canonical(document.form)) return { result: document, fate: 'dropped' };
  const isAdopted = edit?.base === undefined;
  if (isAdopted) {
    conflicts.length = 0;
    report.EDIT_ADOPTED.push(line);
  }
  const result = {
    key,
    form: merged,
    media: new Map([...document.media, ...media]),
    identity: document.identity,
    edit: { state: 'edited' as const, base: document },
  };
  return { result, fate: isSame ? 'kept' : 'merged' };
}

/** A name that a user chose stays, and the document's entity of that name gets a number. */
function settleNames(
  kind: Kind,
  entities: readonly Tracked[],
  old: ReadonlyMap<string, Tracked>,
  conflicts: ReadonlyMap<string, string[]>,
): readonly Tracked[] {
  const keyOf = (name: unknown): string => (kind === 'definitions' ? textOf(name).toLowerCase() : textOf(name));
  const isChosen = ({ key, form, edit }: Tracked): boolean =>
    edit !== undefined && old.get(key)?.form['name'] === form['name'];
  const here = entities.filter(present);
  const wanted = new Set(here.map(({ form }) => keyOf(form['name'])));
  const owners = new Map<string, string>();
  const names = new Map<string, string>();
  for (const entity of [...here.filter(isChosen), ...here.filter((one) => !isChosen(one))]) {
    let name = textOf(entity.form['name']);
    const owner = owners.get(keyOf(name));
    if (owner !== undefined) {
      conflicts.get(owner)?.push('/name');
      const first = name;
      for (let number = 2; owners.has(keyOf(name)) || wanted.has(keyOf(name)); number += 1) name = `${first}_${number}`;
      names.set(entity.key, name);
    }
    owners.set(keyOf(name), entity.key);
  }
  return entities.map((entity) => {
    const name = names.get(entity.key);
    return name === undefined ? entity : { ...entity, form: { ...entity.form, name } };
  });
}

/** Definitions that the document lacks, but edited entities refer to. */
function referenced(merged: Draft, { draft, report }: Step): readonly Tracked[] {
  const old = new Map(draft.definitions.filter(present).map((entity) => [entity.key, entity]));
  const here = new Set(merged.definitions.map(({ key }) => key));
  const edited = kinds.flatMap((kind) => merged[kind].filter((one) => one.edit !== undefined && present(one)));
  const wanted = edited.flatMap(({ form }) => keysIn(form));
  const added: Tracked[] = [];
  for (let key = wanted.pop(); key !== undefined; key = wanted.pop()) {
    const definition = old.get(key);
    if (definition === undefined || here.has(key)) continue;
    here.add(key);
    added.push(definition);
    wanted.push(...keysIn(definition.form));
    report.EDITED_ENTITY_KEPT.push(`definition ${textOf(definition.form['name'])}: edited entities refer to it`);
  }
  return added;
}

/** The definitions in the bodies, parameters and schema of an entity. Those of its other extras alone keep no definition. */
function keysIn({ parameters, requestBody, responses, schema }: JsonObject): string[] {
  const found = new Set<string>();
  const note = (name: string): string => {
    found.add(name);
    return name;
  };
  const bodies = [requestBody, ...(Array.isArray(responses) ? (responses as JsonObject[]) : [])];
  for (const body of bodies)
    for (const name of ((body as JsonObject | undefined)?.['definitions'] ?? []) as string[]) note(name);
  renameInForm({ parameters: parameters ?? [], schema: schema ?? {} }, note);
  return [...found];
}
