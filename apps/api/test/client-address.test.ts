import { expect, it } from 'vitest';
import { clientAddress } from '../src/access/client-address.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::'],
  ['fe80::1%eth0', 'fe80::'],
  ['no address', 'unknown'],
  [undefined, 'unknown'],
])('requests from %s are counted as those of %s', (address, expected) => {
  expect(clientAddress(address)).toBe(expected);
});
