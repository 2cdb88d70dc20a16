import type { AuthScheme } from '@connectory/importer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  listEditedSchemes,
  mergeConnectorFacts,
  rememberDeleted,
  rememberEdited,
  revertScheme,
  type SchemeState,
} from '../src/index.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

/** Runs of the property; `npm run merge --prefix bench` makes more. */
const numRuns = Number(process.env['MERGE_RUNS'] ?? 300);

const keys = ['a', 'b', 'c'] as const;
type Key = (typeof keys)[number];

/** Documents by the header that each of their schemes names: schemes with different keys differ in content. */
const document = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('X-1', 'X-2'), { noNullPrototype: true });
const step = fc.oneof(
  document.map((schemes) => ({ does: 'import' as const, schemes })),
  fc.record({ does: fc.constantFrom('edit', 'delete', 'put', 'revert'), key: fc.constantFrom(...keys) }),
);

const schemeOf = (key: string, header: string): AuthScheme => ({
  key,
  schemeType: 'api-key',
  description: '',
  name: `${key} ${header}`,
  in: 'header',
});

/** A scheme by the tables of docs/editing.md: the first scheme of each key. */
interface Expected {
  readonly id: string;
  state: 'imported' | 'edited' | 'deleted';
  /** The header as the document last had it, when the user changed the scheme. */
  base: string;
  header: string;
}

class Connector {
  readonly #createId = createTestIds();
  /** Keys of two schemes, which are followed no further. */
  readonly #forked = new Set<Key>();
  readonly expected = new Map<Key, Expected>();
  state: SchemeState = { schemes: [], imported: {} };

  import(schemes: { readonly [key: string]: string }): void {
    const authSchemes = Object.entries(schemes).map(([key, header]) => schemeOf(key, header));
    const facts = { ...buildModel().connector, authSchemes };
    const existing = { baseUrl: '', authSchemeConfigs: this.state.schemes, importedSchemes: this.state.imported };
    const merged = mergeConnectorFacts(existing, facts, this.#createId);
    this.state = { schemes: merged.authSchemeConfigs, imported: merged.importedSchemes };
    for (const key of keys) this.#follow(key, Object.hasOwn(schemes, key) ? schemes[key] : undefined);
  }

  #follow(key: Key, header: string | undefined): void {
    if (this.#forked.has(key)) return;
    const known = this.expected.get(key);
    if (known?.state === 'edited' && header !== undefined && header !== known.base) {
      // The scheme of the document was added beside the edited one.
      const found = this.state.schemes.filter((scheme) => scheme['key'] === key);
      expect(new Set(found.map(({ name }) => name))).toEqual(new Set([`${key} ${header}`, `${key} mine`]));
      this.#forked.add(key);
      this.expected.delete(key);
    } else if (known === undefined && header !== undefined) {
      const id = this.state.schemes.find((scheme) => scheme['key'] === key)?.id ?? '';
      this.expected.set(key, { id, state: 'imported', base: header, header });
    } else if (known?.state === 'imported' && header !== undefined) known.header = known.base = header;
    else if (known?.state === 'deleted' && header === undefined) this.expected.delete(key);
    else if (known?.state === 'deleted' && header !== undefined) known.base = header;
  }

  change(does: 'edit' | 'delete' | 'put' | 'revert', key: Key): void {
    const known = this.expected.get(key);
    if (known === undefined) return;
    const { id } = known;
    const existing = this.state.schemes.find((scheme) => scheme.id === id);
    const { schemes, imported } = this.state;
    if (does === 'delete') {
      if (existing === undefined) return;
      this.state = { schemes: schemes.filter((it) => it !== existing), imported: rememberDeleted(imported, existing) };
      known.state = 'deleted';
    } else if (does === 'revert') {
      this.state = revertScheme(this.state, id) ?? this.state;
      if (known.state !== 'imported') Object.assign(known, { state: 'imported', header: known.base });
    } else if ((does === 'put') === (existing === undefined)) {
      const mine = { ...schemeOf(key, 'mine'), id };
      const others = schemes.filter((it) => it !== existing);
      this.state = { schemes: [...others, mine], imported: rememberEdited(imported, existing, id) };
      Object.assign(known, { state: 'edited', header: 'mine' });
    }
  }

  check(): void {
    const { schemes, imported } = this.state;
    const edits = new Map(listEditedSchemes(imported));
    for (const [key, { id, state, header, base }] of this.expected) {
      const found = schemes.filter((scheme) => scheme.id === id);
      expect(found).toEqual(state === 'deleted' ? [] : [{ ...schemeOf(key, header), id }]);
      const edit = edits.get(id);
      expect(edit && [edit.deleted === true, edit.base]).toEqual(
        state === 'imported' ? undefined : [state === 'deleted', { ...schemeOf(key, base), id }],
      );
      if (state === 'deleted') expect(schemes.some((scheme) => scheme['key'] === key)).toBe(false);
    }
    expect(new Set(schemes.map(({ id }) => id)).size).toBe(schemes.length);
  }
}

test('imports keep edited and deleted schemes, and update the others, in every order of changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const connector = new Connector();
      for (const one of steps) {
        if (one.does === 'import') connector.import(one.schemes);
        else connector.change(one.does, one.key);
        connector.check();
      }
    }),
    { numRuns },
  );
});
