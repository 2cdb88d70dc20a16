/**
 * Compiles a glob: `*` matches characters except `/`, `**` any characters, `?` one character except `/`. All other
 * characters are literal, braces included, because path templates have them.
 */
export function globPattern(glob: string): RegExp {
  // Merge runs of stars: each further star multiplies the ways to match.
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
