import type { AnswerName } from './start-name-server.ts';

/** Address of the attacker's host in tests. Tests allow it as if it were public, and no other address of this machine. */
export const attackerAddress = '127.0.0.9';

/** A URL and the fault of `@connectory/outbound` that a fetch of it must end with. */
export interface HostileUrl {
  readonly url: string;
  readonly fault: 'refused' | 'unreachable' | 'timed-out' | 'too-large' | 'too-many-redirects' | 'unreadable';
}

/** Names of an attacker's DNS server; `attacker.test` is the attacker's own host. */
export const answerHostileName: AnswerName = (name, times) => {
  if (name.startsWith('rebind')) return [times === 1 ? attackerAddress : '127.0.0.1'];
  return name === 'silent.test' ? 'silence' : (hostileNames[name] ?? []);
};

const hostileNames: { readonly [name: string]: readonly string[] } = {
  'attacker.test': [attackerAddress],
  'private.test': ['127.0.0.1'],
  '127.0.0.1.as-name.test': ['127.0.0.1'],
  'private-v6.test': ['::1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'nat64.test': ['64:ff9b::7f00:1'],
  'any.test': ['0.0.0.0'],
  'both.test': [attackerAddress, '127.0.0.1'],
  'both-families.test': [attackerAddress, '::1'],
  'metadata.google.internal': ['169.254.169.254'],
};

const refusedHosts = [
  // IPv4: spellings of the loopback address.
  '127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0x7F.0.0.0x1 0177.0.0.1 017700000001 0177.1',
  '0x7f.0.0.01 127。0。0。1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1 １２７.0.0.1 0.0.0.0 0 0x0 0.0 00000.0',
  // Networks that are not public, including metadata services.
  '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200 169.254.169.254 2852039166 0xA9FEA9FE 192.0.0.192',
  '198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255',
  // IPv6, and IPv4 embedded in IPv6.
  '[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1] [2002:7f00:1::] [2001::1] [::ffff:169.254.169.254] [fe80::1] [fc00::1] [fd00:ec2::254] [fec0::1]',
  '[ff02::1] [2001:db8::1] [100::1] [3fff::1]',
  // Names.
  'localhost LOCALHOST localhost. inner.localhost inner.localhost. private.test PRIVATE.test private.test. private-v6.test',
  '127.0.0.1.as-name.test mapped.test nat64.test any.test both.test both-families.test metadata.google.internal unknown.test',
].flatMap((hosts) => hosts.split(' '));

/**
 * Lists URLs that an attacker would submit. A fetch of any of them must not connect to the inner port.
 * @param ports.attacker port of the attacker's host on `attackerAddress`
 * @param ports.inner port on 127.0.0.1 that must not be reached
 */
export function hostileUrls(ports: { attacker: number; inner: number }): readonly HostileUrl[] {
  const from = (path: string): string => `http://attacker.test:${ports.attacker}${path}`;
  const refused = [
    ...refusedHosts.map((host) => `http://${host}:${ports.inner}/`),
    ...ambiguousUrls(ports),
    ...otherSchemes(ports.inner),
    ...redirects(ports, from),
    // DNS rebinding: the first query resolves to the attacker, later ones to this machine.
    `http://rebind.test:${ports.attacker}/302?to=${encodeURIComponent(`http://rebind.test:${ports.inner}/`)}`,
  ];
  return [
    ...refused.map((url): HostileUrl => ({ url, fault: 'refused' })),
    { url: `http://silent.test:${ports.inner}/`, fault: 'unreachable' },
    ...hostilePaths.flatMap(([fault, paths]) => paths.map((path): HostileUrl => ({ url: from(path), fault }))),
  ];
}

/** URLs for which parsers disagree about the host. */
function ambiguousUrls({ attacker, inner }: { attacker: number; inner: number }): readonly string[] {
  return [
    'https://127.0.0.1/',
    `http://attacker.test@127.0.0.1:${inner}/`,
    `http://attacker.test:80@127.0.0.1:${inner}/`,
    `http://user:password@attacker.test:${attacker}/`,
    `http://127.0.0.1:${inner}\\@attacker.test/`,
    `http:\\\\127.0.0.1:${inner}\\`,
    `http:/127.0.0.1:${inner}/`,
    `http:127.0.0.1:${inner}`,
    `http://127.0.0.1:${inner}?@attacker.test/`,
    `http://attacker.test:${attacker}/\r\nHost: 127.0.0.1`,
    `http://127.0.0.1:${inner}\t/`,
  ];
}

/** URLs with schemes other than http and https, and invalid URLs. */
function otherSchemes(inner: number): readonly string[] {
  return [
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    `gopher://127.0.0.1:${inner}/_GET%20/`,
    `ftp://127.0.0.1:${inner}/`,
    `dict://127.0.0.1:${inner}/stat`,
    `ldap://127.0.0.1:${inner}/`,
    `ws://127.0.0.1:${inner}/`,
    'data:application/json,{}',
    'javascript:alert(1)',
    `jar:http://127.0.0.1:${inner}!/`,
    `blob:http://127.0.0.1:${inner}/x`,
    'unix:/var/run/docker.sock',
    `//127.0.0.1:${inner}/`,
    '/etc/passwd',
    'http://',
    'not a URL',
  ];
}

/** Redirects from the attacker's host to forbidden URLs. */
function redirects(
  { attacker, inner }: { attacker: number; inner: number },
  from: (path: string) => string,
): readonly string[] {
  const redirectTo = (target: string, status = 302): string => from(`/${status}?to=${encodeURIComponent(target)}`);
  return [
    redirectTo(`http://127.0.0.1:${inner}/`),
    redirectTo(`http://127.0.0.1:${inner}/`, 307),
    redirectTo(`//127.0.0.1:${inner}/`),
    redirectTo(`http://2130706433:${inner}/`),
    redirectTo(`http://[::ffff:127.0.0.1]:${inner}/`),
    redirectTo(`http://localhost.:${inner}/`),
    redirectTo(`http://private.test:${inner}/`),
    redirectTo('http://169.254.169.254/latest/meta-data/'),
    redirectTo('file:///etc/passwd'),
    redirectTo(`gopher://127.0.0.1:${inner}/`),
    redirectTo(`http://user:password@attacker.test:${attacker}/`),
    redirectTo(redirectTo(`http://127.0.0.1:${inner}/`)),
  ];
}

/** Paths of the hostile host, by the fault that they cause. */
const hostilePaths: readonly (readonly [HostileUrl['fault'], readonly string[]])[] = [
  ['too-many-redirects', ['/loop', '/longer']],
  ['timed-out', ['/silent', '/informing', '/stuck-body', '/dripping-body', '/dripping-headers']],
  [
    'too-large',
    ['/endless', '/endless-chunks', '/announcing', '/one-long-header', '/many-headers', '/endless-headers'],
  ],
  ['too-large', ['/gzip-bomb', '/deflate-bomb', '/brotli-bomb', '/double-gzip-bomb']],
  ['unreadable', ['/many-encodings', '/unknown-encoding', '/broken-gzip']],
  ['unreachable', ['/no-http', '/cut', '/reset']],
];
