import type { Random } from '../chaos/random.ts';
import { isObject } from './json.ts';

const keptPerName = 200;

/** Share of the sets that `seed` gave. */
const seededSets = 0.5;

export type ParameterSet = { readonly [parameter: string]: string };

/** Values of path parameters that the API has sent, so that requests reach things that exist. */
export interface KnownValues {
  /** Takes the ids, names and cursors of a JSON response. */
  learn(operationPath: string, body: unknown): void;
  pick(parameter: string): string;
  /** Values that belong together: a connector with one of its versions, for example. */
  pickSet(): ParameterSet;
  learnSet(set: ParameterSet): void;
  /** Takes a set that requests use often, in place of the one before. */
  seed(set: ParameterSet | undefined): void;
  /** An id of any kind. */
  pickId(): string;
}

/** @param fixed values that always exist, by parameter. @param forbidden ids that requests must not name, such as those of their own keys */
export function createKnownValues(
  random: Random,
  fixed: { readonly [parameter: string]: string },
  forbidden: ReadonlySet<string>,
): KnownValues {
  const known = new Map<string, string[]>(Object.entries(fixed).map(([name, value]) => [name, [value]]));
  const keep = (name: string, value: unknown): void => {
    if (typeof value !== 'string' || value === '' || value.length > 300 || forbidden.has(value)) return;
    const list = known.get(name) ?? [];
    known.set(name, list);
    if (list.length < keptPerName) list.push(value);
    // The first is a fixed one.
    else list[1 + Math.floor(random.between(0, keptPerName - 1))] = value;
  };
  const visit = (kind: string, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value.slice(0, 20)) visit(kind, item);
    if (!isObject(value)) return;
    keep(kind, value['id']);
    if (kind === 'import_id' && typeof value['connectorId'] === 'string' && typeof value['version'] === 'string')
      learnSet({ import_id: String(value['id']), connector_id: value['connectorId'], version: value['version'] });
    if (kind === 'action_name' || kind === 'trigger_name' || kind === 'definition_name') keep(kind, value['name']);
    if (kind === 'definition_name') keep('schema_filename', `${String(value['name'])}.json`);
    if (kind === 'version') keep(kind, value['name']);
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'connectorId') keep('connector_id', inner);
      if (name === 'version') keep('version', inner);
      if (name === 'next' || name === 'prev') keep('cursor', inner);
      // The last one only, because id and token belong together.
      if (name === 'uploadUrl') for (const [part, text] of partsOfUpload(inner)) known.set(part, [text]);
      const innerKind = kindsOfLists[name];
      if (innerKind !== undefined) visit(innerKind, inner);
    }
  };
  const sets: ParameterSet[] = [];
  let seeded: ParameterSet | undefined;
  const learnSet = (set: ParameterSet): void => {
    if (Object.values(set).some((value) => forbidden.has(value))) return;
    if (sets.length < keptPerName) sets.push(set);
    else sets[Math.floor(random.between(0, keptPerName))] = set;
  };
  const pickKnown = (name: string): string | undefined => {
    const list = known.get(name) ?? [];
    return list.length === 0 ? undefined : random.pick(list);
  };
  return {
    learn: (operationPath, body) => visit(kindOf(operationPath), body),
    pick: (name) => pickKnown(name) ?? 'missing',
    pickSet: () => {
      if (seeded !== undefined && random.chance(seededSets)) return seeded;
      return sets.length === 0 ? {} : random.pick(sets);
    },
    learnSet,
    seed: (set) => {
      seeded = set ?? seeded;
      for (const [name, value] of Object.entries(set ?? {})) keep(name, value);
    },
    pickId: () => pickKnown(random.pick(idParameters)) ?? '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  };
}

const idParameters = ['organisation_id', 'connector_id', 'import_id', 'key_id', 'reimport_id'] as const;

const kindsOfLists: { readonly [name: string]: string } = {
  connectors: 'connector_id',
  connector: 'connector_id',
  versions: 'version',
  items: 'version',
  imports: 'import_id',
  import: 'import_id',
  actions: 'action_name',
  triggers: 'trigger_name',
  definitions: 'definition_name',
  edits: 'edit_id',
  organisations: 'organisation_of_operator',
  keys: 'key_id',
  reimports: 'reimport_id',
};

/** The parameter that the `id` of a response belongs to, by the last resource of the path. */
function kindOf(path: string): string {
  if (path.includes('/import')) return 'import_id';
  if (path.includes('/reimports')) return 'reimport_id';
  if (path.includes('/keys')) return 'key_id';
  if (path.includes('/organisations')) return 'organisation_of_operator';
  if (path.endsWith('/versions') || path.endsWith('{version}')) return 'version';
  return 'connector_id';
}

/** The id and token in the URL of an upload. */
function partsOfUpload(url: unknown): readonly (readonly [string, string])[] {
  const [, id, token] = /\/uploads\/([^/?]+)\?token=([^&]+)/.exec(String(url)) ?? [];
  return id === undefined || token === undefined
    ? []
    : [
        ['upload_id', id],
        ['token', token],
      ];
}
