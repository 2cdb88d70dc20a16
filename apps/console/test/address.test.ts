import { expect, it } from 'vitest';
import { addressOf, operatorPath, pathOf, versionPath } from '../src/client/address.ts';
import { apiDelete, apiGet, apiPost, apiPut } from '../src/client/call-api.ts';

it('an address is the documented path with its parameters, encoded', () => {
  expect(addressOf('/readyz')).toBe('/readyz');
  expect(pathOf('O', '/imports/{import_id}/diff', { import_id: 'a/b' })).toBe('/api/connect/v1/o/O/imports/a%2Fb/diff');
  expect(operatorPath('/keys/{key_id}/revoke', { key_id: '1' })).toBe('/api/operator/v1/keys/1/revoke');
  const of = { organisation: 'O', connectorId: 'C', version: '1.0 {x}' };
  expect(versionPath(of, '/actions/{action_name}', { action_name: 'ä?' })).toBe(
    '/api/connect/v1/o/O/connectors/C/versions/1.0%20%7Bx%7D/actions/%C3%A4%3F',
  );
});

/** `npm run typecheck` fails if the compiler accepts one of these. Nothing calls this function. */
export async function refused(): Promise<void> {
  // @ts-expect-error no operation has this path
  addressOf('/api/connect/v1/session/none');
  // @ts-expect-error no operation has this path
  pathOf('O', '/import/{import_id}', { import_id: '1' });
  // @ts-expect-error a parameter is missing
  pathOf('O', '/imports/{import_id}', {});
  // @ts-expect-error the parameter has another name
  pathOf('O', '/imports/{import_id}', { id: '1' });
  const imports = pathOf('O', '/imports');
  // @ts-expect-error the query has no such parameter
  await apiGet(imports, { query: { page: 2 } });
  // @ts-expect-error no import has this status
  await apiGet(imports, { query: { status: ['finished'] } });
  // @ts-expect-error the path has no such method
  await apiDelete(imports);
  // @ts-expect-error the operation takes no body
  await apiPost(pathOf('O', '/imports/{import_id}/retry', { import_id: '1' }), { force: true });
  const of = { organisation: 'O', connectorId: 'C', version: '1' };
  // @ts-expect-error the body has no name
  await apiPut(versionPath(of, '/actions/{action_name}', { action_name: 'a' }), { id: '1' });
  // @ts-expect-error the response has no such member
  void (await apiGet(imports)).rows;
}
