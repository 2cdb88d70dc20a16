import { SettingsError } from '@connectory/runtime';
import { expect, test } from 'vitest';
import { readOutboundOptions } from '../src/index.ts';

const read = (allow?: string, servers?: string) =>
  readOutboundOptions({ OUTBOUND_ALLOW: allow, OUTBOUND_NAME_SERVERS: servers });

test('by default nothing is allowed and the system resolves names', () => {
  const { allow, nameServers } = read();
  expect([allow.allowsHost('localhost'), allow.allowsAddress('127.0.0.1'), nameServers]).toEqual([
    false,
    false,
    undefined,
  ]);
});

test('lists are separated by commas, blanks or both', () => {
  const { allow, nameServers } = read('a.internal, 10.0.0.0/8 b.internal', '192.0.2.53,[2001:db8::53]:5353');
  expect([allow.allowsHost('b.internal'), allow.allowsAddress('10.1.2.3')]).toEqual([true, true]);
  expect(nameServers).toEqual(['192.0.2.53', '[2001:db8::53]:5353']);
});

test.each([
  ['10.0.0.0/40', undefined, 'OUTBOUND_ALLOW'],
  ['https://a.internal', undefined, 'OUTBOUND_ALLOW'],
  [undefined, 'ns.example', 'OUTBOUND_NAME_SERVERS'],
])('an invalid list is reported with its setting: %s %s', (allow, servers, name) => {
  expect(() => read(allow, servers)).toThrow(SettingsError);
  expect(() => read(allow, servers)).toThrow(name);
});
