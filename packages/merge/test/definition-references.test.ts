import { expect, it } from 'vitest';
import { referencedNames, renameReferences } from '../src/index.ts';

const schema = {
  $ref: 'Pet.json#/properties/tag',
  discriminator: { propertyName: 'kind', mapping: { cat: 'Cat.json', other: '#/components/schemas/Pet' } },
  properties: { $ref: { $ref: 'Pet.json' } },
  title: 'Pet.json',
  default: { $ref: 'Pet.json' },
  'x-vendor': { $ref: 'Pet.json' },
};

it('renames definitions wherever a schema references them, and nothing else', () => {
  expect(renameReferences(schema, (name) => `${name}2`)).toEqual({
    $ref: 'Pet2.json#/properties/tag',
    discriminator: { propertyName: 'kind', mapping: { cat: 'Cat2.json', other: '#/components/schemas/Pet' } },
    properties: { $ref: { $ref: 'Pet2.json' } },
    title: 'Pet.json',
    default: { $ref: 'Pet.json' },
    'x-vendor': { $ref: 'Pet.json' },
  });
});

it('finds the definitions that a schema references', () => {
  expect([...referencedNames(schema)]).toEqual(['Pet', 'Cat']);
});
