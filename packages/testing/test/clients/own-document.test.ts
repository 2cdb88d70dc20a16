import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildOpenApiDocument } from '@connectory/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool, toolFile, toolsMissing } from './run-tool.ts';

/** Compiles only if a discriminator narrows each union, streams have types, and objects have no index signature. */
const use = `
import type { components, operations } from './types';
type Schemas = components['schemas'];
export function placeOf(scheme: Schemas['AuthSchemeConfig']): string {
  return scheme.schemeType === 'oauth2' ? scheme.tokenUrl : scheme.schemeType === 'api-key' ? scheme.in : '';
}
export function clientOf(grant: Schemas['AuthSchemeConfigOAuth2Grant']): string | undefined {
  return grant.grantType === 'password' ? grant.clientId : undefined;
}
type Followed = operations['FollowImport']['responses'][200]['content']['text/event-stream'];
export const statusOf = (event: Followed): Schemas['Import']['status'] => event.status;
type Line = operations['ListAuditEvents']['responses'][200]['content']['application/x-ndjson'];
export const actionOf = (line: Line): string => line.action;
export const codeOf = (body: operations['GetImport']['responses']['default']['content']['application/json']): string => body.code;
// @ts-expect-error no schema has this field
export const unknownOf = (one: Schemas['Import']): unknown => one.fieldWithoutSchema;
`;

// Long, because a loaded machine takes many times as long.
describe.skipIf(toolsMissing)('the OpenAPI document of the service', { timeout: 180_000 }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'own-document-'));
    const document = buildOpenApiDocument({ baseUrl: 'https://api.pets.dev' });
    await writeFile(path.join(folder, 'openapi.json'), JSON.stringify(document));
    await symlink(toolFile('.'), path.join(folder, 'node_modules'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has nothing that Redocly reports, with its recommended rules', async () => {
    Object.assign(process.env, { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' });
    const args = ['lint', 'openapi.json', '--extends=recommended', '--format=json'];
    const output = await runTool('@redocly/cli/bin/cli.js', args, folder).catch(
      (error: unknown) => Object(error).stdout,
    );
    const report: unknown = JSON.parse(/^\{.*^\}/ms.exec(String(output))?.[0] ?? '');
    expect(report).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
  });

  it('has nothing that Spectral reports, with the ruleset spectral:oas', async () => {
    const output = await runTool('../lint-with-spectral.mjs', [path.join(folder, 'openapi.json')], folder);
    expect(JSON.parse(output)).toEqual([]);
  });

  it('gives types that compile and tell unions, streams and unknown fields apart', async () => {
    await runTool('openapi-typescript/bin/cli.js', ['openapi.json', '--output', 'types.ts'], folder);
    await writeFile(path.join(folder, 'use.ts'), use);
    const compilerOptions = { strict: true, noEmit: true, target: 'es2022', module: 'esnext', types: [] };
    const settings = { compilerOptions: { ...compilerOptions, moduleResolution: 'bundler' }, files: ['use.ts'] };
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const errors = await runTool('typescript/bin/tsc', ['-p', folder], folder).catch((error: unknown) =>
      String(Object(error).stdout),
    );
    expect(errors).toBe('');
  });
});
