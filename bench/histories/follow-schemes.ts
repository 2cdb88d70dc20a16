import type { JsonObject } from '@connectory/json';
import type { Client } from './client.ts';
import { canonical, textOf } from './plain-version.ts';

/** An auth scheme of a connector, as the section "Auth schemes" of docs/editing.md follows it. */
interface TrackedScheme {
  /** As it is sent, without its id. Undefined for a deleted one. */
  form: JsonObject | undefined;
  /** As the document last had it. */
  base: JsonObject;
  state: 'imported' | 'edited' | 'deleted';
}

/** Reads the auth schemes of a connector, without ids. */
export async function readSchemes(client: Client, connectorId: string): Promise<readonly JsonObject[]> {
  return (await readWithIds(client, connectorId)).map(withoutId);
}

async function readWithIds(client: Client, connectorId: string): Promise<readonly JsonObject[]> {
  const connector = (await client.send('GET', `/connectors/${connectorId}`)) as JsonObject;
  return connector['authSchemeConfigs'] as readonly JsonObject[];
}

function withoutId({ id: _id, ...form }: JsonObject): JsonObject {
  return form;
}

/** Edits and deletes auth schemes of a connector, and computes what imports make of them. */
export class SchemeHistory {
  readonly #client: Client;
  readonly #connectorId: string;
  #schemes: TrackedScheme[] = [];

  constructor(client: Client, connectorId: string) {
    this.#client = client;
    this.#connectorId = connectorId;
  }

  /** Edits every other scheme, and deletes the others. @param first 0 to edit the first one, 1 to delete it */
  async makeEdits(first: 0 | 1): Promise<void> {
    const schemes = await readWithIds(this.#client, this.#connectorId);
    for (const [index, scheme] of schemes.entries()) {
      const place = `/connectors/${this.#connectorId}/auth-scheme-configs/${textOf(scheme['id'])}`;
      const base = withoutId(scheme);
      if (index % 3 === 2) this.#schemes.push({ form: base, base, state: 'imported' });
      else if ((index + first) % 2 === 1) {
        await this.#client.send('DELETE', place);
        this.#schemes.push({ form: undefined, base, state: 'deleted' });
      } else {
        const edited = { ...scheme, ...changeOf(scheme) };
        await this.#client.send('PUT', place, edited);
        this.#schemes.push({ form: withoutId(edited), base, state: 'edited' });
      }
    }
  }

  /** The state after the import of a document, which has these schemes. */
  follow(document: readonly JsonObject[]): void {
    const named = new Map(document.map((scheme) => [keyOf(scheme), scheme]));
    const imported = new Set(this.#schemes.filter(({ state }) => state !== 'deleted').map(({ base }) => keyOf(base)));
    const deleted = this.#schemes.filter(
      ({ state, base }) => state === 'deleted' && named.has(keyOf(base)) && !imported.has(keyOf(base)),
    );
    for (const one of deleted) one.base = named.get(keyOf(one.base)) ?? one.base;
    const hidden = new Set(deleted.map(({ base }) => keyOf(base)));
    const present = this.#schemes.filter(({ state }) => state !== 'deleted');
    const contents = new Set(present.map(({ form }) => contentOf(form ?? {})));
    const isEmpty = present.length === 0;
    for (const scheme of document) {
      if (hidden.has(keyOf(scheme))) continue;
      if (scheme['schemeType'] === 'none' ? !isEmpty : contents.has(contentOf(scheme))) continue;
      const same = present.filter(({ base }) => keyOf(base) === keyOf(scheme));
      const follower = same.findLast(({ state }) => state === 'imported');
      if (follower !== undefined) Object.assign(follower, { form: scheme, base: scheme });
      else if (!same.some(({ base }) => canonical(base) === canonical(scheme)))
        present.push({ form: scheme, base: scheme, state: 'imported' });
    }
    this.#schemes = [...present, ...deleted];
  }

  /** @returns a line for each difference between the connector and what was computed. */
  async compare(): Promise<readonly string[]> {
    const actual = (await readSchemes(this.#client, this.#connectorId)).map(canonical).sort();
    const expected = this.#schemes.flatMap(({ form }) => (form === undefined ? [] : [canonical(form)])).sort();
    const listed = (await this.#client.send('GET', `/connectors/${this.#connectorId}/auth-scheme-edits`)) as JsonObject;
    const edits = (listed['edits'] as JsonObject[]).map(({ key, state }) => `${textOf(key)} ${textOf(state)}`).sort();
    const expectedEdits = this.#schemes
      .flatMap(({ state, base }) => (state === 'imported' ? [] : [`${textOf(base['key'])} ${state}`]))
      .sort();
    return [
      ...(canonical(actual) === canonical(expected) ? [] : [`auth schemes: ${actual.join()}, not ${expected.join()}`]),
      ...(canonical(edits) === canonical(expectedEdits)
        ? []
        : [`edits of auth schemes: ${edits.join()}, not ${expectedEdits.join()}`]),
    ];
  }
}

/** A change that makes it another scheme, where its kind has a member for that. */
function changeOf({ schemeType }: JsonObject): JsonObject {
  if (schemeType === 'api-key') return { name: 'X-Edited' };
  return schemeType === 'oauth2' ? { tokenUrl: 'https://edited.example/token' } : { description: 'Edited' };
}

/** Schemes without a key are known by their content. */
function keyOf(scheme: JsonObject): string {
  const { key } = scheme;
  return typeof key === 'string' && key !== '' ? key : contentOf(scheme);
}

function contentOf({ key: _key, description: _description, ...rest }: JsonObject): string {
  return canonical(rest);
}
