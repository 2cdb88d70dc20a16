/** A page of the console, which a link may name; otherwise its first page. Another origin cannot be named. */
export function safePath(asked: string | undefined): string {
  if (asked === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return '/';
  const root = 'https://console.invalid';
  const url = new URL(`/console${asked}`, root);
  return url.origin === root && url.pathname.startsWith('/console/') ? asked : '/';
}
