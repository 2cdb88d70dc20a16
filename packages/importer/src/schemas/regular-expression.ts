/**
 * Returns a pattern that compiles with the flag `u`, as validators do (JSON Schema 2020-12, section 6.4). Meaningless
 * escapes are an error with `u` and harmless without it: they are removed.
 * @returns undefined when it is not a regular expression of ECMA-262.
 */
export function unicodePattern(pattern: string): string | undefined {
  const known = memo.get(pattern);
  if (known !== undefined) return known === null ? undefined : known;
  const found = compiles(pattern, 'u') ? pattern : repaired(pattern);
  if (memo.size > maxRemembered) memo.clear();
  memo.set(pattern, found ?? null);
  return found;
}

const memo = new Map<string, string | null>();
const maxRemembered = 1_000;

function repaired(pattern: string): string | undefined {
  if (!compiles(pattern, '')) return undefined;
  const candidate = freeHyphens(pattern.replace(/\\([^a-zA-Z0-9^$\\.*+?()[\]{}|/-])/g, '$1'));
  return compiles(candidate, 'u') ? candidate : undefined;
}

/**
 * Removes the escapes of hyphens outside of character classes, where the flag `u` does not allow them. A hyphen is within a class if the
 * next bracket closes one. From the end to the start, so that each bracket is found once.
 */
function freeHyphens(pattern: string): string {
  const parts: string[] = [];
  let isInClass = false;
  let end = pattern.length;
  for (let index = pattern.length - 1; index >= 0; index -= 1) {
    const character = pattern.charAt(index);
    if (character === '[') isInClass = false;
    else if (character === ']') isInClass = true;
    else if (character === '-' && !isInClass && pattern.charAt(index - 1) === '\\') {
      parts.push(pattern.slice(index, end));
      end = index - 1;
      index -= 1;
    }
  }
  return [...parts, pattern.slice(0, end)].reverse().join('');
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
