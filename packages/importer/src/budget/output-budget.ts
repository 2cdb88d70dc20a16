import type { DocumentFault } from '../model/parsed-document.ts';

/** Thrown when an import amounts to more than its budget. `importDocument` returns it as a fault. */
export class OutputBudgetError extends Error {
  override readonly name = 'OutputBudgetError';
}

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

  /** Spends the size of an object for each use after the first. @throws OutputBudgetError */
  spendRepeated(object: object): void {
    const known = this.#sizes.get(object);
    const size = known === 0 ? JSON.stringify(object).length : (known ?? 0);
    this.#sizes.set(object, size);
    this.spend(size);
  }

  describe(): DocumentFault {
    return { code: 'import_output_too_large', message: describeOutputLimit(this.#max), locations: [] };
  }
}

/** The message of an import that exceeds its budget. */
export function describeOutputLimit(max: number): string {
  return `The import amounts to more than ${max} characters, the limit for the size of its document (IMPORT_OUTPUT_FACTOR, IMPORT_MAX_OUTPUT_BYTES). Shorten names and texts that many places repeat, or have the limit raised.`;
}
