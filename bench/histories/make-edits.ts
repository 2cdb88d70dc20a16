import { hash as digest } from 'node:crypto';
import type { Json, JsonObject } from '@connectory/json';
import { type EditKind, editKinds } from './edit-kinds.ts';
import { canonical, type Kind, kinds, type PlainEntity, type PlainVersion } from './plain-version.ts';

export interface Editor {
  /** Sends a request below the draft. @throws unless it succeeds. */
  readonly send: (method: string, place: string, body?: Json) => Promise<Json>;
}

/** Edits of each kind. */
const perKind = 10;

/** An edit that a person would make, before it is known how it ends. */
export interface PlannedEdit {
  readonly kind: Kind;
  /** The kinds of edits that it combines. */
  readonly names: readonly string[];
  readonly entity: string;
  readonly body: Json | undefined;
  readonly method: 'POST' | 'PUT' | 'DELETE';
}

/** Chooses ten edits of each kind, half of them on the entities that change most in later documents. Small documents get several on one entity. */
export function planEdits(first: PlainVersion, later: readonly PlainVersion[]): readonly PlannedEdit[] {
  return [...kinds.flatMap((kind) => planKind(kind, first, later)), ...creations(first, later)];
}

interface Target extends Ranked {
  /** The names of the edits so far. */
  readonly names: string[];
  /** Undefined when it is deleted. */
  body: JsonObject | undefined;
}

function planKind(kind: Kind, first: PlainVersion, later: readonly PlainVersion[]): readonly PlannedEdit[] {
  const laterEntities = later.map((version) => version[kind]);
  const targets = rankEntities(first[kind], laterEntities).map(
    (ranked): Target => ({
      ...ranked,
      names: [],
      body: kind === 'definitions' ? ranked.entity.form : linked(ranked.entity),
    }),
  );
  for (const editKind of editKinds.filter((one) => one.kind === kind)) planTen(editKind, targets, first);
  return targets.flatMap(({ entity, names, body }): readonly PlannedEdit[] => {
    if (names.length === 0) return [];
    const edit = { kind, names, entity: entity.name };
    if (body === undefined) return [{ ...edit, body: undefined, method: 'DELETE' }];
    return [{ ...edit, body: toRequest(kind, entity, body), method: 'PUT' }];
  });
}

function planTen({ name, change }: EditKind, targets: readonly Target[], { definitions }: PlainVersion): void {
  let made = 0;
  const most = change === undefined ? Math.min(perKind, Math.ceil(targets.length / 4)) : perKind;
  for (const target of targets.toSorted((one, other) => one.names.length - other.names.length)) {
    if (made === most) break;
    if (target.body === undefined || (change === undefined && target.names.length > 0)) continue;
    const other = definitions[(made * 7) % Math.max(1, definitions.length)]?.name ?? '';
    const next = change?.(target.body, { later: made % 3 === 0 ? target.laterForm : undefined, other });
    if (change !== undefined && (next === undefined || canonical(next) === canonical(target.body))) continue;
    target.body = next;
    target.names.push(name);
    made += 1;
  }
}

interface Ranked {
  readonly entity: PlainEntity;
  readonly laterForm: JsonObject | undefined;
}

/** In turn the entity that changes most, and one by the hash of its name. */
function rankEntities(first: readonly PlainEntity[], later: readonly (readonly PlainEntity[])[]): readonly Ranked[] {
  const forms = new Map<string, Map<string, JsonObject>>();
  for (const entities of later)
    for (const { name, form } of entities) {
      const found = forms.get(name) ?? new Map<string, JsonObject>();
      forms.set(name, found.set(canonical(form), form));
    }
  const changes = (entity: PlainEntity): number => forms.get(entity.name)?.size ?? 0;
  const order = (entity: PlainEntity): string => digest('sha256', entity.name, 'hex');
  const changing = first.toSorted((one, next) => changes(next) - changes(one));
  const mixed = first.toSorted((one, next) => (order(one) < order(next) ? -1 : 1));
  const both = changing.flatMap((entity, index) => [entity, mixed[index] ?? entity]);
  return [...new Set(both)].map((entity) => ({
    entity,
    laterForm: [...(forms.get(entity.name)?.values() ?? [])].at(-1),
  }));
}

/** The request that a form stands for. Definitions that are linked by name become links. */
function linked({ form }: PlainEntity): JsonObject {
  const links = (body: Json | undefined): JsonObject => {
    const { definitions, ...rest } = body as { readonly definitions: readonly string[] };
    return { ...rest, definitions: definitions.map((name) => ({ definition: { name } })) };
  };
  const responses = form['responses'] as readonly Json[];
  return {
    ...form,
    ...(form['requestBody'] === undefined ? {} : { requestBody: links(form['requestBody']) }),
    responses: responses.map(links),
  };
}

function toRequest(kind: Kind, { id, form }: Pick<PlainEntity, 'id' | 'form'>, body: JsonObject): JsonObject {
  if (kind !== 'definitions') return { type: 'http', id, ...body };
  const { schema, ...rest } = body;
  const isSame = canonical(schema) === canonical(form['schema']);
  return { ...rest, ...(isSame ? {} : { schema: schemaOf(schema ?? {}) }) };
}

const schemaOf = (schema: Json): JsonObject => ({
  contentType: 'application/schema+json',
  content: JSON.stringify(schema),
});

/** Entities that the documents lack, and others that later documents have too. */
function creations(first: PlainVersion, later: readonly PlainVersion[]): readonly PlannedEdit[] {
  return kinds.flatMap((kind) => {
    const present = new Set(first[kind].map(({ name }) => name.toLowerCase()));
    const coming = later.flatMap((version) => version[kind]).filter(({ name }) => !present.has(name.toLowerCase()));
    const known = [...new Map(coming.map((entity) => [entity.name.toLowerCase(), entity])).values()].slice(0, perKind);
    const own = Array.from({ length: perKind }, (_, index) => `createdByHand${index}`);
    return [...own, ...known.map((entity) => entity)].map((one): PlannedEdit => {
      const entity = typeof one === 'string' ? { name: one, form: {} } : one;
      const names = [typeof one === 'string' ? 'created' : 'created before the document has it'];
      return { kind, names, entity: '', body: creation(kind, entity.name, entity.form), method: 'POST' };
    });
  });
}

function creation(kind: Kind, name: string, form: JsonObject): Json {
  if (kind === 'definitions')
    return {
      definitions: [{ name, accept: form['accept'] ?? ['application/json'], schema: schemaOf({ title: 'Created' }) }],
    };
  const path = kind === 'actions' ? { path: form['path'] ?? `/${name}` } : {};
  const extras = kind === 'triggers' && form['openapi'] !== undefined ? { openapi: form['openapi'] } : {};
  return {
    type: 'http',
    name,
    method: form['method'] ?? 'GET',
    ...path,
    summary: 'Created',
    parameters: [],
    responses: [],
    ...extras,
  };
}

/** Makes the edits in a draft, those of names last, because the others name entities as the first document does. */
export async function makeEdits(
  edits: readonly PlannedEdit[],
  ids: (kind: Kind, name: string) => string,
  { send }: Editor,
): Promise<void> {
  const late = ({ names }: PlannedEdit): number =>
    names.includes('deleted') ? 2 : names.includes('name changed') ? 1 : 0;
  for (const { kind, entity, body, method } of edits.toSorted((one, other) => late(one) - late(other))) {
    const place = `${kind}${entity === '' ? '' : `/${encodeURIComponent(entity)}`}`;
    if (method === 'DELETE') await send(method, kind === 'definitions' ? `${place}?force=true` : place);
    else await send(method, place, method === 'PUT' ? { ...(body as JsonObject), id: ids(kind, entity) } : body);
  }
}
