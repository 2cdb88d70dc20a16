import { describe, expect, test } from 'vitest';
import { checkUrl, parseAllowList } from '../src/index.ts';

const isRefused = (url: string, list = ''): boolean => !checkUrl(url, parseAllowList(list)).ok;

describe('an allow list of hosts and networks', () => {
  test.each([
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/'],
    ['127.0.0.1', 'http://localhost/'],
    ['10.1.0.0/16', 'http://10.1.255.255/'],
    ['::1', 'http://[::1]/'],
    ['fd00::/8, 10.0.0.0/8', 'http://[fd00::1]/'],
    ['localhost', 'http://LOCALHOST./'],
    ['specs.internal', 'http://specs.internal/'],
    ['0.0.0.0/0', 'http://192.168.0.1/'],
  ])('%s allows %s', (list, url) => {
    expect(isRefused(url, list)).toBe(false);
  });

  test.each([
    ['127.0.0.1', 'http://127.0.0.2/'],
    ['10.1.0.0/16', 'http://10.2.0.0/'],
    ['0.0.0.0/0', 'http://[::1]/'],
    ['::/0', 'http://127.0.0.1/'],
    ['localhost', 'http://127.0.0.1/'],
    ['localhost', 'http://inner.localhost/'],
    ['127.0.0.1', 'http://user@127.0.0.1/'],
    ['0.0.0.0/0', 'file:///etc/passwd'],
  ])('%s does not allow %s', (list, url) => {
    expect(isRefused(url, list)).toBe(true);
  });

  test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '1.2.3', 'a b/c', 'http://specs.internal', '*', 'fd00::/129'])(
    'says which entry is none: %s',
    (entry) => {
      expect(() => parseAllowList(`ok.example, ${entry}`)).toThrow(/is not a host name, an IP address or a network/);
    },
  );
});

test.each(['https://example.com/openapi.json', 'http://93.184.216.34/', 'https://[2606:2800:220:1::1]:8443/a?b=c'])(
  'a public URL may be asked for: %s',
  (url) => {
    expect(checkUrl(url, parseAllowList(''))).toMatchObject({ ok: true, url: { href: url } });
  },
);

test('the reason for a refusal does not quote the URL', () => {
  const checked = checkUrl('http://user:secret@example.com/', parseAllowList(''));
  expect(checked).toMatchObject({ ok: false });
  expect(JSON.stringify(checked)).not.toContain('secret');
});
