import { OverlayFaultError } from './overlay-fault.ts';

/** Steps of one import's overlays: values visited, compared or copied. */
const baseSteps = 50_000_000;

/** Further steps for each value of the document: a target with ".." visits all of them. */
const stepsPerValue = 200;

/** Values that one segment of a query may select, each as often as it does. */
const maxSelected = 2_000_000;

/** Limits the work of overlays by counting it, so that the same overlays reach the limit on every machine. */
export class StepBudget {
  #left: number;

  constructor(steps = baseSteps) {
    this.#left = steps;
  }

  /** Adds the steps for the values of a document. */
  allowFor(values: number): void {
    this.#left += values * stepsPerValue;
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

function tooCostly(): OverlayFaultError {
  return new OverlayFaultError(
    'overlay_too_costly',
    'The overlays take too many steps on this document. Use targets that name their place, in place of "..", and no filter within a filter.',
  );
}
