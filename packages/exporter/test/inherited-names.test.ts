import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importDocument } from '@connectory/importer';
import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { generateDocument } from '../../document/test/influence/generate-document.ts';
import { exportText, parsedDocument } from './import-root.ts';
import { describeDifferences, prove } from './prove.ts';

/** Names that every object inherits, and names like these that none does. */
const twins = [
  { inherited: 'constructor', harmless: 'constructoz' },
  { inherited: '__proto__', harmless: '__prota__' },
] as const;

const goldens = path.join(import.meta.dirname, '../../importer/test/golden');
/** Without those that have such names themselves, and the one that is no object. */
const golden = readdirSync(goldens)
  .filter((name) => !/^(?:05|16|23)-/.test(name))
  .map((name): [string, string] => {
    const root = load(readFileSync(path.join(goldens, name, 'openapi.yaml'), 'utf8'));
    return [name, JSON.stringify(root)];
  });
const generated = (['2.0', '3.0', '3.1', '3.2'] as const).map((version): [string, string] => [
  `a generated document of ${version}`,
  JSON.stringify(generateDocument({ version, seed: 1, density: 0.3 })),
]);
/** Replaces every text by each name, instead of some by one of them. */
const isExhaustive = process.env['INHERITED_NAMES'] === 'all';
const step = 17;

/** A document in which one text is another, and what may be replaced by it. */
function replacements(text: string): readonly ((word: string) => string)[] {
  const found = new Set([...text.matchAll(/"((?:[^"\\]|\\.){0,60})"/g)].map(([quoted]) => quoted));
  return [...found].flatMap((quoted) => [
    (word: string) => text.replaceAll(quoted, `"${word}"`),
    (word: string) => text.replaceAll(`${quoted}:`, `"${word}":`),
    (word: string) => text.replaceAll(new RegExp(`${escapeText(quoted)}(?!:)`, 'g'), `"${word}"`),
  ]);
}

/** All that is made of a document, as text with harmless names. */
async function outcomeOf(text: string): Promise<string> {
  const root = JSON.parse(text) as Json;
  const outcome = importDocument(parsedDocument(root));
  const made = [JSON.stringify(outcome)];
  if (outcome.ok) {
    const exported = await exportText(outcome.model);
    const again = importDocument(parsedDocument(JSON.parse(exported) as Json));
    made.push(exported, JSON.stringify(again), again.ok ? await exportText(again.model) : '');
    const proof = await prove(root);
    made.push(...describeDifferences(proof), JSON.stringify(proof.totals));
  }
  return made
    .join('\n')
    .replaceAll('onstructor', 'onstructoz')
    .replaceAll(/([Pp])roto(?!type)/g, '$1rota');
}

const info = { title: 'A', version: '1' };

/** Documents with the name `NAME` where tables of the code are looked up. */
const documents: readonly (readonly [string, object])[] = [
  [
    'a body, a form field and a flow of Swagger 2.0',
    {
      swagger: '2.0',
      info,
      paths: {
        '/a': {
          post: { parameters: [{ in: 'body', name: 'a', NAME: 1, schema: { NAME: 1 } }], responses: { NAME: {} } },
          put: { parameters: [{ in: 'formData', name: 'NAME', NAME: { type: 'string' } }], responses: {} },
          get: { parameters: [{ $ref: '#/components/NAME/a' }, { in: 'NAME', name: 'a' }], responses: {} },
        },
      },
      securityDefinitions: {
        NAME: { type: 'oauth2', flow: 'NAME', tokenUrl: 'https://a.example', scopes: { NAME: 'a' } },
      },
      components: { NAME: { a: { $ref: '#/NAME' } } },
    },
  ],
  [
    'members that the specification does not know',
    {
      openapi: '3.1.0',
      info: { ...info, NAME: 1 },
      NAME: { NAME: 1 },
      paths: {
        '/a': {
          parameters: [{ $ref: '#/components/parameters/NAME' }],
          get: {
            NAME: { a: 1 },
            parameters: [{ $ref: '#/components/parameters/gone' }],
            responses: { 200: { description: '', NAME: [] } },
            callbacks: { NAME: { NAME: { post: { NAME: 1, responses: {} } } } },
          },
        },
        NAME: { get: { responses: {} } },
      },
      webhooks: { NAME: { post: { responses: {} } } },
      components: { NAME: { NAME: 1 } },
    },
  ],
  [
    'annotations beside a reference in a branch of OpenAPI 3.0',
    {
      openapi: '3.0.3',
      info,
      paths: {},
      components: {
        schemas: {
          A: { properties: { a: { type: 'string', readOnly: true } }, required: ['a'], NAME: 1 },
          B: { allOf: [{ $ref: '#/components/schemas/A', NAME: 1, description: 'NAME' }] },
        },
      },
    },
  ],
];

describe.each(documents)('With %s', (_name, document) => {
  it.each(twins)('$inherited gives the same as $harmless', async ({ inherited, harmless }) => {
    const named = (name: string): string => JSON.stringify(document).replaceAll('NAME', name);
    expect(await outcomeOf(named(inherited))).toBe(await outcomeOf(named(harmless)));
  });
});

describe.each([...golden, ...generated])('%s', (_name, text) => {
  it('gives the same with names that every object inherits as with others', async () => {
    for (const [index, replace] of replacements(text).entries()) {
      if (!isExhaustive && index % step !== 0) continue;
      for (const [at, { inherited, harmless }] of twins.entries()) {
        if (!isExhaustive && (index / step) % twins.length !== at) continue;
        const changed = replace(inherited);
        if (changed !== text && isJson(changed))
          expect(await outcomeOf(changed)).toBe(await outcomeOf(replace(harmless)));
      }
    }
  });
});

/** A text may hold another one in escaped quotes. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function escapeText(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
