import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { canGenerate, generatedFile, generateTypes, header } from '../../../tools/generate-client.mjs';

it('the generated types are those of the present OpenAPI document; otherwise run npm run client', async () => {
  expect((await readFile(generatedFile, 'utf8')).split('\n')[0]).toBe(header);
});

// CI installs the generator.
it.skipIf(!canGenerate && process.env['REQUIRE_CLIENTS'] !== '1')(
  'the generated types are what the generator writes',
  async () => {
    expect((await readFile(generatedFile, 'utf8')) === (await generateTypes())).toBe(true);
  },
  60_000,
);
