import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '@connectory/json';
import type { SourceFile } from '../src/model/parsed-document.ts';
import { joinPointer } from '@connectory/json';
import { fileRoot, placeOfPointer, pointerOf } from '../src/place/place.ts';
import { createTargetFinder } from '../src/references/find-target.ts';
import { comparableUri, resolveUri } from '../src/references/resolve-uri.ts';

const file = (path: string, root: Json): SourceFile => ({
  path,
  uri: `upload:/${path.split('/').map(encodeURIComponent).join('/')}`,
  root,
});

const at = (pointer: string) => placeOfPointer(pointer);

describe('A URI reference', () => {
  const base = 'http://a/b/c/d;p?q';

  // RFC 3986, sections 5.4.1 and 5.4.2.
  it.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g#s', 'http://a/b/c/g#s'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
  ])('%s is resolved as RFC 3986 says', (reference, expected) => {
    expect(resolveUri(reference, base)).toBe(expected);
  });
});

describe('URIs', () => {
  it.each([
    ['https://e.com:443/x', 'HTTPS://E.com/x'],
    ['http://e.com:80', 'http://e.com/'],
    ['https://e.com/%7Ea%20b', 'https://e.com/~a b'],
  ])('are equal: %s and %s', (a, b) => expect(comparableUri(a)).toBe(comparableUri(b)));

  it.each([
    ['https://e.com:80/x', 'https://e.com/x'],
    ['https://e.com/x', 'https://e.com/X'],
    ['https://e.com/a%2Fb', 'https://e.com/a/b'],
    ['urn:a:443', 'urn:a'],
  ])('differ: %s and %s', (a, b) => expect(comparableUri(a)).not.toBe(comparableUri(b)));
});

describe('A reference', () => {
  const pet = { Pet: { type: 'object', properties: { name: { $anchor: 'name', type: 'string' } } } };
  const root = {
    openapi: '3.1.0',
    components: {
      schemas: {
        'a/b~c': { type: 'string' },
        'page size': { type: 'integer' },
        Owner: { $id: 'https://example.com/schemas/owner', $defs: { label: { $anchor: 'label', title: 'l' } } },
        Alias: { $ref: 'schemas/pet.yaml#/Pet' },
        Loop: { $ref: '#/components/schemas/Loop/x%41' },
      },
    },
  };
  const upload = createTargetFinder(
    [file('', root), file('schemas/pet.yaml', pet), file('docs/a#b.yaml', 'text')],
    true,
  );

  it.each([
    ['#/components/schemas/a~1b~0c', '/components/schemas/a~1b~0c'],
    ['#/components/schemas/page%20size', '/components/schemas/page size'],
    ['#/components/schemas/page size', '/components/schemas/page size'],
    ['', ''],
    ['#', ''],
    ['schemas/pet.yaml', 'schemas/pet.yaml#'],
    ['./schemas/pet.yaml#/Pet', 'schemas/pet.yaml#/Pet'],
    ['schemas/pet.yaml#name', 'schemas/pet.yaml#/Pet/properties/name'],
    ['docs/a%23b.yaml', 'docs/a%23b.yaml#'],
    ['https://example.com/schemas/owner', '/components/schemas/Owner'],
    ['https://example.com/schemas/owner#', '/components/schemas/Owner'],
    ['https://example.com/schemas/owner#label', '/components/schemas/Owner/$defs/label'],
    ['https://EXAMPLE.com/schemas/owner#/$defs/label', '/components/schemas/Owner/$defs/label'],
    ['schemas/pet.yaml#/', 'schemas/pet.yaml#'],
    ['schemas/pet.yaml/#/Pet', 'schemas/pet.yaml#/Pet'],
    ['#/components/schemas/Alias/properties/name', 'schemas/pet.yaml#/Pet/properties/name'],
  ])('%s in the root document leads to %s', (reference, place) => {
    expect(upload.find(reference, at('/paths'))).toMatchObject({ kind: 'found', pointer: place });
  });

  it('is relative to the file that it stands in', () => {
    const place = fileRoot('schemas/pet.yaml');
    expect(upload.find('#/Pet', place)).toMatchObject({ kind: 'found', pointer: 'schemas/pet.yaml#/Pet' });
    expect(upload.find('pet.yaml#/Pet', place)).toMatchObject({ kind: 'found', pointer: 'schemas/pet.yaml#/Pet' });
    expect(upload.find('../docs/a%23b.yaml', place)).toMatchObject({ kind: 'found', value: 'text' });
  });

  it('is relative to the nearest `$id`, and to the file where that leads to nothing', () => {
    const place = at('/components/schemas/Owner/$defs/label/$ref');
    expect(upload.find('#label', place)).toMatchObject({ pointer: '/components/schemas/Owner/$defs/label' });
    expect(upload.find('owner#/$defs/label', place)).toMatchObject({
      pointer: '/components/schemas/Owner/$defs/label',
    });
    expect(upload.find('#/components/schemas/page%20size', place)).toMatchObject({ kind: 'found' });
    expect(upload.find('schemas/pet.yaml', place)).toMatchObject({ kind: 'found', pointer: 'schemas/pet.yaml#' });
    expect(upload.find('schemas/none.yaml', place)).toEqual({ kind: 'external' });
  });

  it('says whether it leads out of the upload, or into it and to nothing', () => {
    expect(upload.find('other.yaml#/Pet', at(''))).toEqual({ kind: 'external' });
    expect(upload.find('https://example.com/elsewhere', at(''))).toEqual({ kind: 'external' });
    expect(upload.find('#/components/schemas/Missing', at(''))).toEqual({ kind: 'dangling' });
    expect(upload.find('schemas/pet.yaml#missing', at(''))).toEqual({ kind: 'dangling' });
    expect(upload.find('#/components/schemas/Loop/xA', at(''))).toEqual({ kind: 'dangling' });
    expect(upload.find('#/constructor', at(''))).toEqual({ kind: 'dangling' });
  });

  it('resolves against `$self` and against where the document was read from', () => {
    const self = { $self: 'https://api.example.com/v1/openapi.yaml', components: { schemas: { A: {} } } };
    const finder = createTargetFinder([{ path: '', uri: 'https://cdn.example.com/copy.yaml', root: self }], true);
    for (const reference of [
      'https://api.example.com/v1/openapi.yaml#/components/schemas/A',
      'openapi.yaml#/components/schemas/A',
      '/v1/openapi.yaml#/components/schemas/A',
      'https://cdn.example.com/copy.yaml#/components/schemas/A',
    ])
      expect(finder.find(reference, at('/paths'))).toMatchObject({ kind: 'found', pointer: '/components/schemas/A' });
  });

  it('takes identifiers in data for no identifiers, and names for no keywords', () => {
    const document = {
      components: {
        schemas: {
          A: { example: { $id: 'https://example.com/fake' }, properties: { example: { $anchor: 'real' }, $id: {} } },
        },
      },
    };
    const finder = createTargetFinder([file('', document)], true);
    expect(finder.find('https://example.com/fake', at(''))).toEqual({ kind: 'external' });
    expect(finder.find('#real', at(''))).toMatchObject({ pointer: '/components/schemas/A/properties/example' });
  });

  it('leads to every place of every file, from every file', () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((name) => !name.startsWith('$'));
    const awkward = fc.constantFrom('a b', '~', '/', '%', '%41', '#', '?', 'é', '{id}', '~1', 'a%2Fb', '.', '..', ':');
    const name = fc.oneof(key, awkward).filter((text) => text.isWellFormed());
    const tree = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.dictionary(name, tie('node'), { maxKeys: 3 })),
    })).node;
    const segment = fc.constantFrom('schemas', 'a b', 'ü', 'v1.2', 'x#y', 'p%q', 'q?r');
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `${segments.join('/')}.yaml`);
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 4 }), fc.infiniteStream(tree), (paths, trees) => {
        const files = ['', ...paths].map((each) => file(each, trees.next().value as Json));
        const finder = createTargetFinder(files, true);
        for (const from of files)
          for (const to of files)
            for (const { tokens, value } of placesOf(to.root)) {
              const fragment = joinPointer(tokens).split('/').map(encodeURIComponent).join('/');
              const target = finder.find(`${to.uri.slice('upload:'.length)}#${fragment}`, fileRoot(from.path));
              const expected = pointerOf(placeOfPointer(`${pointerOf(fileRoot(to.path))}${joinPointer(tokens)}`));
              expect(target).toEqual({ kind: 'found', value, pointer: expected, place: expect.anything() });
            }
      }),
    );
  });
});

function placesOf(root: Json, tokens: readonly string[] = []): { tokens: readonly string[]; value: Json }[] {
  const own = { tokens, value: root };
  if (typeof root !== 'object' || root === null) return [own];
  return [own, ...Object.entries(root).flatMap(([key, value]) => placesOf(value, [...tokens, key]))];
}
