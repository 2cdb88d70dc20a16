import { describe, expect, it } from 'vitest';
import { quoteShell } from '../src/format/shell.ts';
import { curlOf } from '../src/version/curl-of.ts';

const connector = {
  baseUrl: 'https://{{ conn.region }}.pets.example',
  connectionVariables: [{ name: 'region', value: 'eu' }],
};

const schemes = {
  key: { type: 'apiKey', in: 'query', name: 'api_key' },
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
};

const actionOf = (more: object = {}) => ({
  method: 'GET' as const,
  path: '/pets/{{ param.id }}',
  parameters: [
    { name: 'id', in: 'path' as const, required: true, type: 'string' as const },
    { name: 'limit', in: 'query' as const, required: false, type: 'integer' as const, default: 20 },
    { name: 'skipped', in: 'query' as const, required: false, type: 'integer' as const },
    {
      name: 'X-Kind',
      in: 'header' as const,
      required: true,
      type: 'string' as const,
      openapi: { schema: { enum: ['cat'] } },
    },
  ],
  ...more,
});

describe('the example request of an action', () => {
  it('has the server, the parameters that are sent, and placeholders for credentials', () => {
    const action = actionOf({ openapi: { security: [{ key: [], bearer: [] }, { basic: [] }] } });
    expect(curlOf({ action, connector, schemes })).toBe(
      [
        "curl 'https://eu.pets.example/pets/<id>?limit=20&api_key=<key>'",
        "-H 'Authorization: Bearer <token>'",
        "-H 'X-Kind: cat'",
      ].join(' \\\n  '),
    );
  });

  it('has a placeholder for a server that is not known', () => {
    const relative = { baseUrl: '/api/v1' };
    expect(curlOf({ action: actionOf({ parameters: [] }), connector: relative, schemes })).toBe(
      "curl '<server>/api/v1/pets/<id>'",
    );
  });

  it('has the body of a request', () => {
    const action = actionOf({ method: 'POST', path: '/pets', parameters: [], openapi: { security: [{ basic: [] }] } });
    const body = { type: 'application/json', sample: { name: "Rex's" } };
    expect(curlOf({ action, connector, schemes, body })).toBe(
      [
        'curl -X POST https://eu.pets.example/pets',
        "-u '<user>:<password>'",
        "-H 'Content-Type: application/json'",
        String.raw`-d '{
  "name": "Rex'\''s"
}'`,
      ].join(' \\\n  '),
    );
  });

  it('is quoted so that a shell takes each word as it is', () => {
    expect(quoteShell('https://a.example/b')).toBe('https://a.example/b');
    expect(quoteShell('$(rm) `x`')).toBe("'$(rm) `x`'");
  });
});
