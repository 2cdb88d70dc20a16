import type { JsonObject } from '@connectory/json';
import type { Client } from './client.ts';
import { expectVersion, type Draft, type Expected, present, type Report, type Tracked } from './expect-version.ts';
import { joinReplacements } from './join-replacements.ts';
import { readSchemes, SchemeHistory } from './follow-schemes.ts';
import { type PlannedEdit, makeEdits, planEdits } from './make-edits.ts';
import { canonical, type Kind, kinds, type PlainVersion, renameInForm, textOf } from './plain-version.ts';

export type Mode = 'replace' | 'editsFrom';

/** Imports all versions of a document, without edits and with edits in each mode. @returns the number of differences. */
export async function followHistory(
  name: string,
  documents: readonly Buffer[],
  modes: readonly Mode[],
  client: Client,
): Promise<number> {
  const references = await importReferences(documents, client);
  const [first] = references;
  if (first === undefined) throw new Error(`${name}: no documents`);
  const versions = references.map(({ version }) => version);
  const edits = planEdits(first.version, versions.slice(1));
  console.log(`${name}: ${documents.length} documents, ${edits.length} edits. ${describeKinds(edits)}`);
  let differences = 0;
  for (const mode of modes) differences += await followEdits({ name, documents, references, edits, mode, client });
  return differences;
}

/** A document as it is imported alone. */
interface Reference {
  readonly version: PlainVersion;
  readonly schemes: readonly JsonObject[];
}

async function importReferences(documents: readonly Buffer[], client: Client): Promise<readonly Reference[]> {
  const references: Reference[] = [];
  for (const document of documents) {
    const { connectorId: id, version: name = '1' } = await client.importDocument(document, { version: '1' });
    const connectorId = textOf(id);
    const version = await client.read(connectorId, name);
    references.push({ version, schemes: await readSchemes(client, connectorId) });
  }
  return references;
}

function describeKinds(edits: readonly PlannedEdit[]): string {
  const counts = new Map<string, number>();
  for (const { kind, names } of edits)
    for (const name of names.map((one) => `${kind.slice(0, -1)} ${one}`)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}

interface Followed {
  readonly name: string;
  readonly documents: readonly Buffer[];
  readonly references: readonly Reference[];
  readonly edits: readonly PlannedEdit[];
  readonly mode: Mode;
  readonly client: Client;
}

async function followEdits({ name, documents, references, edits, mode, client }: Followed): Promise<number> {
  const [firstDocument, ...others] = documents;
  const { connectorId: id } = await client.importDocument(firstDocument ?? Buffer.from(''), { version: '1' });
  const connectorId = textOf(id);
  const place = `/connectors/${connectorId}/versions/1`;
  const before = await client.read(connectorId, '1');
  await makeEdits(edits, (kind, entity) => before[kind].find((one) => one.name === entity)?.id ?? '', {
    send: (method, below, body) => client.send(method, `${place}/${below}`, body),
  });
  const schemes = new SchemeHistory(client, connectorId);
  await schemes.makeEdits(mode === 'replace' ? 0 : 1);
  let keys = 0;
  const newKey = (): string => `key-${(keys += 1)}`;
  let { draft, names } = trackEdits(before, await client.read(connectorId, '1'), newKey);
  let differences = 0;
  const totals = { kept: 0, merged: 0, conflicts: 0, dropped: 0 };
  for (const [index, document] of others.entries()) {
    const version = mode === 'replace' ? '1' : textOf(index + 2);
    const metadata = mode === 'replace' ? { version, ifExists: 'replace' } : { version, editsFrom: textOf(index + 1) };
    const imported = await client.importDocument(document, metadata, connectorId);
    const expected = expectVersion(joinReplacements(draft), names, references[index + 1]?.version ?? before, newKey);
    schemes.follow(references[index + 1]?.schemes ?? []);
    const compared = await compare(expected, imported as unknown as JsonObject, { connectorId, version, client });
    const found = [...compared, ...(await schemes.compare())];
    for (const line of found.slice(0, 12)) console.log(`  ${name} ${mode} ${index + 2}: ${line.slice(0, 1500)}`);
    if (found.length > 12) console.log(`  … and ${found.length - 12} more`);
    differences += found.length;
    for (const fate of Object.keys(totals) as (keyof typeof totals)[]) totals[fate] += expected.report.edits[fate];
    ({ draft, names } = expected);
  }
  console.log(`${name} ${mode}: ${JSON.stringify(totals)}, ${differences} differences`);
  return differences;
}

/** The draft after the edits. Its entities have the ids that they had before. */
function trackEdits(
  before: PlainVersion,
  after: PlainVersion,
  newKey: () => string,
): Pick<Expected, 'draft' | 'names'> {
  const keyById = new Map(kinds.flatMap((kind) => before[kind].map(({ id }) => [id, newKey()] as const)));
  for (const kind of kinds) for (const { id } of after[kind]) if (!keyById.has(id)) keyById.set(id, newKey());
  const keyOfName = (version: PlainVersion): ReadonlyMap<string, string> =>
    new Map(version.definitions.map(({ id, name }) => [name, keyById.get(id) ?? '']));
  const [baseKeys, editKeys] = [keyOfName(before), keyOfName(after)];
  const draft = Object.fromEntries(
    kinds.map((kind) => {
      const old = new Map(before[kind].map((entity) => [entity.id, entity]));
      const now = new Map(after[kind].map((entity) => [entity.id, entity]));
      const track = (entity: PlainVersion[Kind][number], isBase: boolean): Pick<Tracked, 'form' | 'media'> => {
        const nameKey = (name: string): string => {
          const linked = entity.links.get(name);
          return (
            (linked === undefined ? undefined : keyById.get(linked)) ??
            (isBase ? baseKeys : editKeys).get(name) ??
            baseKeys.get(name) ??
            name
          );
        };
        return {
          form: renameInForm(entity.form, nameKey),
          media: new Map([...entity.media].map(([name, type]) => [nameKey(name), type])),
        };
      };
      const entities = [...after[kind], ...before[kind].filter(({ id }) => !now.has(id))].map((entity): Tracked => {
        const key = keyById.get(entity.id) ?? '';
        const base = old.get(entity.id);
        if (base === undefined)
          return { key, ...track(entity, false), identity: entity.identity, edit: { state: 'created' } };
        const tracked = { key, ...track(entity, false), identity: base.identity };
        const edit = {
          base: track(base, true),
          state: now.has(entity.id) ? ('edited' as const) : ('deleted' as const),
        };
        const isEdited = !now.has(entity.id) || canonical(tracked.form) !== canonical(edit.base.form);
        return isEdited ? { ...tracked, edit } : tracked;
      });
      return [kind, entities];
    }),
  ) as unknown as Draft;
  const names = new Map([...baseKeys, ...editKeys].map(([name, key]) => [key, name]));
  return { draft, names };
}

interface Place {
  readonly connectorId: string;
  readonly version: string;
  readonly client: Client;
}

async function compare(
  { draft, names, report }: Expected,
  imported: JsonObject,
  { connectorId, version, client }: Place,
): Promise<readonly string[]> {
  const differences: string[] = [];
  const check = (what: string, actual: unknown, expected: unknown): void => {
    if (canonical(actual) !== canonical(expected)) differences.push(`${what}: ${difference(actual, expected)}`);
  };
  check('summary.edits', (imported['summary'] as JsonObject)['edits'], report.edits);
  for (const code of ['EDIT_CONFLICT', 'EDITED_ENTITY_KEPT', 'DELETED_ENTITY_CHANGED', 'EDIT_ADOPTED'] as const)
    differences.push(...(await compareMessage(code, report, textOf(imported['id']), client)));
  const actual = await client.read(connectorId, version);
  const nameOf = (key: string): string => names.get(key) ?? key;
  for (const kind of kinds) {
    const expected = draft[kind].filter(present);
    check(
      `${kind} in order`,
      actual[kind].map(({ name }) => name),
      expected.map(({ form }) => form['name']),
    );
    const forms = new Map(actual[kind].map(({ name, form }) => [name, form]));
    for (const entity of expected) {
      const form = renameInForm(entity.form, nameOf);
      check(`${kind} ${textOf(form['name'])}`, forms.get(textOf(form['name'])), form);
    }
  }
  differences.push(...(await compareEdits(draft, { connectorId, version, client })));
  return differences;
}

async function compareMessage(
  code: Exclude<keyof Report, 'edits'>,
  report: Report,
  importId: string,
  client: Client,
): Promise<readonly string[]> {
  const page = (await client.send('GET', `/imports/${importId}/messages?code=${code}&first=1000`)) as JsonObject;
  const total = Number(page['totalCount']);
  const lines = (page['places'] as JsonObject[]).map(({ detail }) => textOf(detail));
  const listed = code === 'EDIT_CONFLICT' ? lines.map((line) => line.replace(/: base .*$/s, '')) : lines;
  const expected = report[code];
  const differences = total === expected.length ? [] : [`${code}: ${total} places, not ${expected.length}`];
  const [missing, extra] = [
    expected.filter((line) => !listed.includes(line)),
    listed.filter((line) => !expected.includes(line)),
  ];
  if (extra.length > 0 || (missing.length > 0 && total <= 100))
    differences.push(`${code}: without ${missing.slice(0, 4).join('; ')}; with ${extra.slice(0, 4).join('; ')}`);
  return differences;
}

async function compareEdits(draft: Draft, { connectorId, version, client }: Place): Promise<readonly string[]> {
  const listed: string[] = [];
  for (let after = ''; ; ) {
    const page = (await client.send(
      'GET',
      `/connectors/${connectorId}/versions/${version}/edits?first=1000${after}`,
    )) as JsonObject;
    for (const edit of page['edits'] as JsonObject[])
      listed.push([edit['kind'], edit['state'], edit['name'], edit['baseName']].map(textOf).join(' '));
    const cursor = (page['pageInfo'] as JsonObject | undefined)?.['endCursor'] ?? page['endCursor'];
    if (page['hasNextPage'] !== true || typeof cursor !== 'string') break;
    after = `&after=${encodeURIComponent(cursor)}`;
  }
  const expected = kinds.flatMap((kind) =>
    draft[kind].flatMap(({ edit, form, identity }) => {
      if (edit === undefined) return [];
      const baseName = edit.state === 'created' ? undefined : identity.name;
      const name = edit.state === 'deleted' ? baseName : form['name'];
      return [[kind.slice(0, -1), edit.state, name, baseName].map(textOf).join(' ')];
    }),
  );
  const [missing, extra] = [
    expected.filter((line) => !listed.includes(line)),
    listed.filter((line) => !expected.includes(line)),
  ];
  return missing.length + extra.length === 0
    ? []
    : [`edits: without ${missing.slice(0, 4).join('; ')}; with ${extra.slice(0, 4).join('; ')}`];
}

/** The first place in which two values differ. */
function difference(actual: unknown, expected: unknown, place = ''): string {
  const isPair = typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null;
  if (isPair && Array.isArray(actual) === Array.isArray(expected)) {
    const [one, other] = [actual as JsonObject, expected as JsonObject];
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      if (canonical(one[key]) !== canonical(other[key])) return difference(one[key], other[key], `${place}/${key}`);
  }
  return `${place}: ${JSON.stringify(actual)?.slice(0, 300)}, expected ${JSON.stringify(expected)?.slice(0, 300)}`;
}
