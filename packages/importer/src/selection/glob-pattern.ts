/** Whether a glob matches a whole text. */
export type GlobPattern = (text: string) => boolean;

/** A character to match, or a wildcard. */
type Token = { readonly literal: string } | { readonly wildcard: '?' | '*' | '**' };

/**
 * Compiles a glob: `*` matches characters except `/`, `**` any characters, `?` one character except `/`. All other characters are
 * literal, braces included, because path templates have them. A match takes time linear in the text: it follows all ways to match at
 * once. A regular expression would try them one after the other, which takes exponential time in the number of stars.
 */
export function globPattern(glob: string): GlobPattern {
  const tokens = (glob.match(/\*{2,}|[\s\S]/g) ?? []).map(toToken);
  if (tokens.every((token) => 'literal' in token)) return (text) => text === glob;
  return (text) => matches(tokens, text);
}

function toToken(part: string): Token {
  if (part.startsWith('**')) return { wildcard: '**' };
  return part === '*' || part === '?' ? { wildcard: part } : { literal: part };
}

function matches(tokens: readonly Token[], text: string): boolean {
  let places = reach(tokens, [], 0);
  for (let index = 0; index < text.length && places.length > 0; index += 1) {
    const character = text.charAt(index);
    places = places.reduce<number[]>((next, place) => step(tokens, next, place, character), []);
  }
  return places.at(-1) === tokens.length;
}

/** Adds the places that one character leads to from a place. Places are in ascending order. */
function step(tokens: readonly Token[], next: number[], place: number, character: string): number[] {
  const token = tokens[place];
  if (token === undefined) return next;
  if ('literal' in token) return token.literal === character ? reach(tokens, next, place + 1) : next;
  if (character === '/' && token.wildcard !== '**') return next;
  return reach(tokens, next, token.wildcard === '?' ? place + 1 : place);
}

/** Adds a place, and the places behind stars there, which may match nothing. */
function reach(tokens: readonly Token[], places: number[], from: number): number[] {
  for (let place = from; ; place += 1) {
    if ((places.at(-1) ?? -1) < place) places.push(place);
    const token = tokens[place];
    if (token === undefined || 'literal' in token || token.wildcard === '?') return places;
  }
}
