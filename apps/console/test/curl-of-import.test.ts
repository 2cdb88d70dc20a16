import { describe, expect, it } from 'vitest';
import { curlOfImport } from '../src/import/curl-of-import.ts';

const each = { organisationId: 'ORG', connectorId: 'CON', version: '1.0.0' };
const origin = 'https://connectory.example';

describe('the request that repeats an import', () => {
  it('uploads the file into the connector, with the metadata, and replaces the draft', () => {
    const made = { ...each, versionId: 'VER', metadata: { name: 'Pets', include: { tags: ["pet's"] } } };
    const document = { sha256: '', bytes: 1, filename: 'my pets.yaml' };
    expect(curlOfImport({ ...made, document }, { origin, hasConnector: true })).toBe(
      [
        'curl -sS https://connectory.example/api/connect/v1/o/ORG/connector/CON/http/import',
        '-H "Authorization: Bearer $CONNECTORY_API_KEY"',
        "-H 'Prefer: wait=30'",
        "-F 'file=@my pets.yaml'",
        String.raw`-F 'metadata={"format":"openapi","version":"1.0.0","ifExists":"replace","include":{"tags":["pet'\''s"]}}'`,
      ].join(' \\\n  '),
    );
  });

  it('sends the overlays that were sent, as parts or within the JSON body', () => {
    const overlays = ['fixes.yaml', 'more.json'];
    const document = { sha256: '', bytes: 1, filename: 'pets.json' };
    const upload = curlOfImport({ ...each, document, overlays }, { origin, hasConnector: true });
    expect(upload).toContain(['-F file=@pets.json', '-F overlay=@fixes.yaml', '-F overlay=@more.json'].join(' \\\n  '));
    const ofUrl = curlOfImport({ ...each, schemaURL: 'https://a.example/b', overlays }, { origin, hasConnector: true });
    expect(ofUrl).toBe(
      [
        `printf %s '{"schemaURL":"https://a.example/b","format":"openapi","version":"1.0.0"}' | jq`,
        '--rawfile o0 fixes.yaml',
        '--rawfile o1 more.json',
        `'.overlay = [{name: "fixes.yaml", content: $o0}, {name: "more.json", content: $o1}]' |`,
      ].join(' \\\n  ') +
        '\n' +
        [
          'curl -sS https://connectory.example/api/connect/v1/o/ORG/connector/CON/http/import',
          '-H "Authorization: Bearer $CONNECTORY_API_KEY"',
          "-H 'Prefer: wait=30'",
          "-H 'Content-Type: application/json'",
          '-d @-',
        ].join(' \\\n  '),
    );
  });

  it('names the URL, the name of a new connector, and the dry run', () => {
    const made = { ...each, schemaURL: 'https://a.example/b', dryRun: true, metadata: { name: 'Pets' } };
    expect(curlOfImport(made, { origin, hasConnector: false })).toBe(
      [
        'curl -sS https://connectory.example/api/connect/v1/o/ORG/protocols/http/import',
        '-H "Authorization: Bearer $CONNECTORY_API_KEY"',
        "-H 'Prefer: wait=30'",
        "-H 'Content-Type: application/json'",
        `-d '{"schemaURL":"https://a.example/b","format":"openapi","version":"1.0.0","name":"Pets","dryRun":true}'`,
      ].join(' \\\n  '),
    );
  });
});
