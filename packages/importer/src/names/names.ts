import { trimBoth } from '../text/trim.ts';

/** The names given to one kind of entity. */
export interface Names {
  /**
   * Returns a free name that matches the pattern.
   * @param wanted the name in the document.
   * @param further text to add when the name is taken. It must not depend on neighbours: a method and path, not a
   * counter.
   * @param identity text that no other entity has, from which a hash is made when the further text is taken, too.
   */
  give(wanted: string, further: () => string, identity?: () => string): string;
}

interface NameRules {
  /** Runs of characters that names must not contain. */
  readonly disallowed: RegExp;
  /** The name when no letter or digit is left; undefined for the text that names add when they are taken. */
  readonly fallback: string | undefined;
  readonly caseInsensitive: boolean;
  /** Whether the replacements at both ends are left out. */
  readonly trims: boolean;
}

/** Names of actions and of triggers: `^[a-zA-Z0-9_\-$]+$`, unique. */
export const operationNames: NameRules = {
  disallowed: /[^a-zA-Z0-9_\-$]+/g,
  fallback: undefined,
  caseInsensitive: false,
  trims: true,
};

/** Names of definitions: `^[a-zA-Z0-9_\-]+$`, unique without regard to case, because they become file names. */
export const definitionNames: NameRules = {
  disallowed: /[^a-zA-Z0-9_-]+/g,
  fallback: 'Schema',
  caseInsensitive: true,
  trims: false,
};

/** Maximum length of a name, for file systems and URLs. Longer names are cut and end in their hash. */
const maxLength = 200;

/** Whether a definition can have a text as its name, when it is not taken. */
export function isDefinitionName(text: string): boolean {
  return text !== '' && text.length <= maxLength && text.search(definitionNames.disallowed) < 0;
}

export function createNames(rules: NameRules): Names {
  const given = createGivenNames(rules);
  return {
    give: (wanted, further, identity = further) => {
      const allowed = toAllowed(wanted, rules) ?? rules.fallback ?? toAllowed(further(), rules) ?? lastFallback;
      const first = shorten(allowed);
      const name = given.has(first)
        ? disambiguate({ allowed, wanted, identity: identity() }, further(), rules, given)
        : first;
      given.add(name);
      return name;
    },
  };
}

const lastFallback = 'Operation';

/** The names given so far. */
interface GivenNames {
  has(name: string): boolean;
  add(name: string): void;
  /** @returns the name with the first number that makes a free one. */
  count(name: string): string;
}

function createGivenNames({ caseInsensitive }: NameRules): GivenNames {
  const key = (name: string): string => (caseInsensitive ? name.toLowerCase() : name);
  const given = new Set<string>();
  /** The next number to try. Counting goes on where it ended, because texts with equal hashes can be made, as many as fit in a document. */
  const numbers = new Map<string, number>();
  const has = (name: string): boolean => given.has(key(name));
  return {
    has,
    add: (name) => void given.add(key(name)),
    count: (name) => {
      let number = numbers.get(key(name)) ?? 2;
      while (has(`${name}_${number}`)) number += 1;
      numbers.set(key(name), number + 1);
      return `${name}_${number}`;
    },
  };
}

function disambiguate(
  { allowed, wanted, identity }: { readonly allowed: string; readonly wanted: string; readonly identity: string },
  further: string,
  rules: NameRules,
  given: GivenNames,
): string {
  const addition = toAllowed(further, rules);
  const candidates = [
    // An addition that repeats the name tells nothing.
    ...(addition === undefined || addition === allowed ? [] : [`${allowed}_${addition}`]),
    `${allowed}_${shortHash(`${wanted}\n${identity}`)}`,
  ];
  const free = candidates.map(shorten).find((candidate) => !given.has(candidate));
  // Numbers are the last resort: they shift when a neighbour is added.
  return free ?? given.count(shorten(`${allowed}_${shortHash(`${identity}\n${wanted}`)}`));
}

/** A text with other characters replaced; undefined when none of its letters or digits is left. */
function toAllowed(text: string, rules: NameRules): string | undefined {
  if (text === '') return undefined;
  const allowed = text.replace(rules.disallowed, '_');
  if (allowed === text) return text;
  if (!/[a-zA-Z0-9]/.test(allowed)) return undefined;
  return rules.trims ? trimBoth(allowed, '_') : allowed;
}

function shorten(name: string): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength - 9)}_${shortHash(name)}`;
}

/** Eight characters from two 32-bit FNV-1a hashes of the whole text. */
function shortHash(text: string): string {
  return hash32(text, 0x81_1c_9d_c5).toString(36).padStart(7, '0') + (hash32(text, 0x01_00_01_93) % 36).toString(36);
}

function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return hash >>> 0;
}

/** `GET /users/{id}` → `GetUsersById`. */
export function nameAfterPath(method: string, path: string): string {
  const words = path.split('/').flatMap((segment) => segment.replaceAll('{', ' By ').split(/[^a-zA-Z0-9]+/));
  return [method.toLowerCase(), ...words].map(capitalise).join('');
}

export function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
