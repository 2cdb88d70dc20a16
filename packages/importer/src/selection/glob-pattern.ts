/**
 * A glob as a regular expression: `*` is any run of characters without `/`, `**` any run at all, `?` one character other than `/`.
 * Everything else stands for itself, braces included: they are part of path templates.
 */
export function globPattern(glob: string): RegExp {
  // Runs of stars as one: each star more would multiply the ways to match.
  const pattern = glob
    .replaceAll(/\*{2,}/g, '**')
    .split(/(\*\*|\*|\?)/)
    .map((part) => wildcards.get(part) ?? part.replaceAll(/[.+^${}()|[\]\\/-]/g, String.raw`\$&`))
    .join('');
  return new RegExp(`^${pattern}$`, 's');
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);
