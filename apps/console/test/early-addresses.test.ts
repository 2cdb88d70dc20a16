import { expect, it } from 'vitest';
import { earlyAddresses } from '../src/client/early-addresses.ts';

const shown = '01SHOWN';

function early(address: string, organisation: string | null = shown): readonly string[] {
  return earlyAddresses(new URL(address, 'http://localhost/console/'), organisation);
}

it('the page of an import asks early for the session, the import and its messages', () => {
  const root = '/api/connect/v1/o/01SHOWN/imports/01IMPORT';
  const addresses = ['/api/connect/v1/session', root, `${root}/message-groups`];
  expect(early('imports/01IMPORT')).toEqual(addresses);
  expect(early('imports/01IMPORT/?message=SERVER_RELATIVE')).toEqual(addresses);
});

it('a link names the organisation whose import it shows', () => {
  expect(early('imports/01IMPORT?organisation=01OTHER')[1]).toBe('/api/connect/v1/o/01OTHER/imports/01IMPORT');
});

it('a browser without a session asks for nothing early', () => {
  expect(early('imports/01IMPORT?organisation=01OTHER', null)).toEqual([]);
});

it.each(['', 'imports', 'imports/new', 'imports/01IMPORT/diff', 'imports/01IMPORT?kind=action', 'sign-in'])(
  'another page asks for nothing early: /%s',
  (address) => expect(early(address)).toEqual([]),
);
