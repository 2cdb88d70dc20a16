import { OverlayFaultError } from './overlay-fault.ts';

/** Steps of one import's overlays: values visited, compared or copied. */
const baseSteps = 20_000_000;

/** Steps that it takes to copy or measure a member of an object: the engine keeps large objects as tables. */
export const stepsPerMember = 4;

/** Further steps for each value of the document: a target with ".." visits all of them. */
const stepsPerValue = 200;

/** Values that one segment of a query may select, each as often as it does. */
const maxSelected = 2_000_000;

/** Values that actions may write for each value of the document, besides the limit. */
const writtenPerValue = 5;

/** Limits the work of overlays by counting it, so that the same overlays reach the limit on every machine. */
export class StepBudget {
  #left: number;

  #unwritten: number;
  readonly #maxWritten: number;

  /** @param maxWritten values that actions may write, besides those for each value of the document. */
  constructor(steps = baseSteps, maxWritten = Number.POSITIVE_INFINITY) {
    this.#left = steps;
    this.#maxWritten = maxWritten;
    this.#unwritten = maxWritten;
  }

  /** Adds the steps for the values of a document. */
  allowFor(values: number): void {
    this.#left += values * stepsPerValue;
    this.#unwritten += values * writtenPerValue;
  }

  /**
   * Counts values before an action writes them, so that overlays which copy a document into itself end before the work is done.
   * @param action the name of the place of the action. @throws OverlayFaultError when the limit is reached.
   */
  write(values: number, action: string): void {
    this.#unwritten -= values;
    if (this.#unwritten < 0) throw writtenTooMuch(this.#maxWritten, action);
  }

  /** @throws OverlayFaultError when the limit is reached. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw tooCostly();
  }

  /** @throws OverlayFaultError when a query selects more values than fit into memory. */
  checkSelected(count: number): void {
    if (count > maxSelected) throw tooCostly();
  }
}

function writtenTooMuch(limit: number, action: string): OverlayFaultError {
  return new OverlayFaultError(
    'overlay_output_too_large',
    `With the overlay action ${action}, the overlays write more than ${limit} values (MAX_OVERLAY_VALUES) besides ${writtenPerValue} for each value of the document. Write less at fewer places, or raise the limit.`,
    action,
  );
}

function tooCostly(): OverlayFaultError {
  return new OverlayFaultError(
    'overlay_too_costly',
    'The overlays take too many steps on this document. Use targets that name their place, in place of "..", and no filter within a filter.',
  );
}
