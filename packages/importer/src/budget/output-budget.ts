import type { DocumentFault } from '../model/parsed-document.ts';

/** Thrown when an import amounts to more than its budget. `importDocument` returns it as a fault. */
export class OutputBudgetError extends Error {
  override readonly name = 'OutputBudgetError';
}

/** What an action or trigger amounts to beside the members of its object: its names, its ids, its keys in indexes. */
const rowChars = 800;
/** What the use of a definition in a body amounts to: an id, a name, a URL. */
const bodyChars = 100;

/** What a member amounts to that is copied because of a text beside a reference. */
const memberChars = 20;

/** The characters that an import may still amount to. Few bytes of a document can stand for very many, as references to it do. */
export class OutputBudget {
  readonly #max: number;
  #left: number;
  /** The size of an object behind references, from its second use on. */
  readonly #sizes = new WeakMap<object, number>();

  constructor(max = Number.POSITIVE_INFINITY) {
    this.#max = max;
    this.#left = max;
  }

  /** @throws OutputBudgetError */
  spend(chars: number): void {
    this.#left -= chars;
    if (this.#left < 0) throw new OutputBudgetError();
  }

  /** Spends what an action or trigger amounts to. @throws OutputBudgetError */
  spendRow(): void {
    this.spend(rowChars);
  }

  /** Spends what bodies of as many media types amount to. @throws OutputBudgetError */
  spendBodies(mediaTypes: number): void {
    this.spend(mediaTypes * bodyChars);
  }

  /** Spends what copied members amount to. @throws OutputBudgetError */
  spendMembers(members: number): void {
    this.spend(members * memberChars);
  }

  /** Spends the size of an object for each use after the first. @throws OutputBudgetError */
  spendRepeated(object: object): void {
    const known = this.#sizes.get(object);
    const size = known === 0 ? sizeOf(object) : (known ?? 0);
    this.#sizes.set(object, size);
    this.spend(size);
  }

  describe(): DocumentFault {
    return { code: 'import_output_too_large', message: describeOutputLimit(this.#max), locations: [] };
  }
}

/** What an object or list amounts to beside its text. */
const containerChars = 100;

function sizeOf(object: object): number {
  const text = JSON.stringify(object);
  return text.length + containerChars * (text.split(/[[{]/).length - 1);
}

/** The message of an import that exceeds its budget. */
export function describeOutputLimit(max: number): string {
  return `The import amounts to more than ${max} characters, the limit for the size of its document (IMPORT_OUTPUT_FACTOR, IMPORT_MAX_OUTPUT_BYTES). Shorten names, texts and lists that many places repeat or inherit, or have the limit raised.`;
}
