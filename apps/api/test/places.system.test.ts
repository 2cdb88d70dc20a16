import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countTurns } from './count-turns.ts';
import { filePart, metadataField } from './multipart.ts';
import { packTar } from './pack-tar.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function upload(content: string, filename: string, metadata: object = {}): Promise<string> {
  const parts = [metadataField({ format: 'openapi', ...metadata }), filePart(content, filename)];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  return String(Object(json).id);
}

const excerptOf = (importId: string, pointer: string) =>
  api.call('GetImportDocumentExcerpt', { parameters: { import_id: importId }, query: { pointer } });

const placesOf = (importId: string, query: { readonly [name: string]: string } = {}) =>
  api.call('ListImportMessages', { parameters: { import_id: importId }, query });

describe('An excerpt', () => {
  it('is the lines of a YAML document around the place', async () => {
    const text = 'openapi: 3.1.0\ninfo:\n  title: Pets\n  version: "1"\npaths: {}\n';
    const { status, json } = await excerptOf(await upload(text, 'openapi.yaml'), '/info/title');
    expect(status).toBe(200);
    expect(json).toMatchObject({ start: { line: 3, column: 3 } });
    expect(Object(json).lines).toContainEqual({ number: 3, text: '  title: Pets', firstColumn: 1, isCut: false });
  });

  it('is short for a long document on one line', async () => {
    const paths = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`/path-${index}`, { get: {} }]));
    const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Long', version: '1' }, paths });
    const { status, json, bytes } = await excerptOf(await upload(text, 'openapi.json'), '/paths/~1path-19000/get');
    expect(status).toBe(200);
    expect(bytes.length).toBeLessThan(2_000);
    expect(Object(json).lines).toMatchObject([{ number: 1, isCut: true }]);
    expect(Object(json).lines[0].text).toContain('"/path-19000"');
    const { outline } = Object(json);
    expect(outline).toContainEqual({ text: '    "/path-19000": {', isPlace: false });
    expect(outline).toContainEqual({ text: '      "get": {}', isPlace: true });
  });

  it('leaves the event loop free while it is cut out of 40 MB on one line', { timeout: 120_000 }, async () => {
    const size = 40_000_000;
    const entry = (index: number): string => `"p${index}":{"type":"object","description":"${'x'.repeat(940)}"}`;
    const schemas = Array.from({ length: size / 1_000 }, (_, index) => entry(index)).join(',');
    const text = `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"components":{"schemas":{${schemas}}}}`;
    const id = await upload(text, 'openapi.json');
    const { count, stop } = countTurns();
    const { status, json, bytes } = await excerptOf(id, '/components/schemas/p39000/type');
    stop();
    // The start of the child takes thousands of turns. Cut in this process, the excerpt takes some ten.
    expect(count()).toBeGreaterThan(100);
    expect(status).toBe(200);
    expect(bytes.length).toBeLessThan(4_000);
    const column = text.indexOf('"p39000":{"type"') + '"p39000":{'.length + 1;
    expect(json).toMatchObject({ start: { line: 1, column } });
    const [line] = Object(json).lines;
    expect(line.text.slice(column - line.firstColumn)).toMatch(/^"type":"object","description":"x+/);
    expect(line.isCut).toBe(true);
  });

  it('names the file of an archive', async () => {
    const openapi =
      'openapi: 3.1.0\ninfo: { title: T, version: "1" }\ncomponents: { schemas: { Pet: { $ref: pet.yaml } } }\n';
    const id = await upload(packTar({ 'openapi.yaml': openapi, 'pet.yaml': 'type: object\n' }), 'api.tar');
    const { json } = await excerptOf(id, 'pet.yaml#/type');
    expect(json).toMatchObject({
      file: 'pet.yaml',
      lines: [
        { number: 1, text: 'type: object' },
        { number: 2, text: '' },
      ],
    });
  });

  it('is not found for a place that the document does not have, or a document that cannot be read', async () => {
    const pets = await upload('openapi: 3.1.0\ninfo: {}\n', 'openapi.yaml');
    expect((await excerptOf(pets, '/paths')).json).toMatchObject({ code: 'place_not_found' });
    const broken = await upload('{"openapi": ', 'openapi.json');
    expect((await excerptOf(broken, '/paths')).json).toMatchObject({ code: 'place_not_found' });
  });
});

describe('The places of messages', () => {
  it('come in pages, in order, and of one code or severity', async () => {
    const id = await upload('{"openapi":"3.1.0","info":{"title":"Places"}}', 'openapi.json');
    expect((await placesOf(id)).json).toMatchObject({ code: 'import_not_finished' });
    const locations = Array.from({ length: 5 }, (_, index) => ({ pointer: `/paths/${index}` }));
    const detail = [...locations.map(({ pointer }) => `${pointer}: wrong`), '… and 1200 more'];
    const severity = 'warning' as const;
    const messages = [{ code: 'WRONG', text: '[WRONG] wrong', severity, detail, locations }];
    await api.succeed(id, { ...petsModel(), messages });

    const first = await placesOf(id, { code: 'WRONG', first: '3' });
    expect(first.json).toMatchObject({
      totalCount: 5,
      unlisted: 1200,
      places: [{ code: 'WRONG', severity, detail: '/paths/0: wrong', location: { pointer: '/paths/0' } }, {}, {}],
    });
    const second = await placesOf(id, { code: 'WRONG', first: '3', after: String(Object(first.json).next) });
    expect(Object(second.json).places).toMatchObject([{ location: { pointer: '/paths/3' } }, {}]);
    expect(second.json).not.toHaveProperty('next');
    expect((await placesOf(id, { severity: 'error' })).json).toEqual({ totalCount: 0, unlisted: 0, places: [] });
  });

  it('refuse cursors and severities that do not exist', async () => {
    const id = await upload('{"openapi":"3.1.0","info":{"title":"Refused"}}', 'openapi.json');
    await api.succeed(id, petsModel());
    expect((await placesOf(id, { after: 'x' })).json).toMatchObject({ code: 'cursor_invalid' });
    expect((await placesOf(id, { severity: 'fatal' })).json).toMatchObject({ code: 'request_invalid' });
  });
});
