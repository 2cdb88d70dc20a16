/** Names given so far, of one kind. */
export interface Names {
  /**
   * A name that fits and is not taken.
   * @param wanted as the document says it.
   * @param further says what is added when it is taken: a text that does not shift when a neighbour is added, as method and path.
   */
  give(wanted: string, further: () => string): string;
}

interface NameRules {
  /** Characters that a name may not have. */
  readonly misfit: RegExp;
  /** What a name without any fitting character is called. */
  readonly fallback: string;
  readonly caseInsensitive: boolean;
}

/** Names of actions and of triggers: `^[a-zA-Z0-9_\-$]+$`, unique. */
export const operationNames: NameRules = {
  misfit: /[^a-zA-Z0-9_\-$]+/g,
  fallback: 'Operation',
  caseInsensitive: false,
};

/** Names of definitions: `^[a-zA-Z0-9_\-]+$`, unique without regard to case, since they become file names. */
export const definitionNames: NameRules = { misfit: /[^a-zA-Z0-9_-]+/g, fallback: 'Schema', caseInsensitive: true };

/** File systems and URLs end somewhere: longer names are cut and told apart by their hash. */
const maxLength = 200;

export function createNames(rules: NameRules): Names {
  const taken = new Set<string>();
  const key = (name: string): string => (rules.caseInsensitive ? name.toLowerCase() : name);
  return {
    give: (wanted, further) => {
      const isTaken = (candidate: string): boolean => taken.has(key(candidate));
      const first = cut(fit(wanted, rules));
      const name = isTaken(first) ? tellApart(wanted, further(), rules, isTaken) : first;
      taken.add(key(name));
      return name;
    },
  };
}

function tellApart(wanted: string, further: string, rules: NameRules, isTaken: (name: string) => boolean): string {
  const fitting = fit(wanted, rules);
  const candidates = [`${fitting}_${fit(further, rules)}`, `${fitting}_${shortHash(`${wanted}\n${further}`)}`];
  const free = candidates.map(cut).find((candidate) => !isTaken(candidate));
  return free ?? firstFree(cut(`${fitting}_${shortHash(`${further}\n${wanted}`)}`), isTaken);
}

/** Only when equal places give equal hashes is a counter left to tell two names apart. */
function firstFree(name: string, isTaken: (candidate: string) => boolean): string {
  for (let count = 2; ; count += 1) {
    const candidate = `${name}_${count}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function fit(text: string, rules: NameRules): string {
  const fitting = text.replace(rules.misfit, '_');
  if (fitting === text && text !== '') return text;
  return fitting.replace(/^_+|_+$/g, '') || rules.fallback;
}

function cut(name: string): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength - 9)}_${shortHash(name)}`;
}

/** Eight characters that depend on the whole text: FNV-1a, twice over 32 bits. */
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
