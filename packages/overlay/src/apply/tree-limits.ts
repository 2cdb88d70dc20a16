import { isArray, isObject, type Json } from '@connectory/json';
import { OverlayFaultError } from '../faults/overlay-fault.ts';
import { type StepBudget, stepsPerMember } from '../faults/step-budget.ts';

/** Limits of a document, which hold for it after overlays too, and of the work of overlays. */
export interface TreeLimits {
  /** Values that all actions together may write, besides five for each value of the document. */
  readonly maxWritten: number;
  readonly maxNodes: number;
  /** Levels of containers. */
  readonly maxDepth: number;
  /** Characters of all keys and texts. */
  readonly maxChars: number;
}

/** The size of a value, with shared values counted each time they are used. */
interface Extent {
  readonly size: number;
  readonly chars: number;
  readonly height: number;
}

/** Measures trees that share most of their containers: each is measured once, because none changes after it was measured. */
export class TreeMeter {
  readonly #known = new Map<object, Extent>();
  readonly #limits: TreeLimits;
  readonly #budget: StepBudget;

  constructor(limits: TreeLimits, budget: StepBudget) {
    this.#limits = limits;
    this.#budget = budget;
  }

  /** The values of a tree. */
  sizeOf(root: Json): number {
    return this.#measure(root).size;
  }

  /** @param pointer of the action that made the tree. @throws OverlayFaultError when the tree exceeds a limit. */
  check(root: Json, pointer: string): void {
    const { size, chars, height } = this.#measure(root);
    const { maxNodes, maxChars, maxDepth } = this.#limits;
    if (size > maxNodes) throw tooLarge(`has more than ${maxNodes} values (MAX_DOCUMENT_NODES)`, pointer);
    if (chars > maxChars)
      throw tooLarge(`has more than ${maxChars} characters (IMPORT_OUTPUT_FACTOR, IMPORT_MAX_OUTPUT_BYTES)`, pointer);
    if (height > maxDepth) throw tooLarge(`nests deeper than ${maxDepth} levels (MAX_DOCUMENT_DEPTH)`, pointer);
  }

  #measure(value: Json): Extent {
    if (typeof value === 'string') return { size: 1, chars: value.length, height: 0 };
    if (typeof value !== 'object' || value === null) return scalar;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    let [size, chars, height] = [1, 0, 0];
    if (isObject(value)) for (const key of Object.keys(value)) chars += key.length;
    const members = isArray(value) ? value : Object.values(value);
    this.#budget.spend(isArray(value) ? members.length : members.length * stepsPerMember);
    for (const member of members) {
      const extent = this.#measure(member);
      size += extent.size;
      chars += extent.chars;
      height = Math.max(height, extent.height);
    }
    const measured = { size, chars, height: height + 1 };
    this.#known.set(value, measured);
    return measured;
  }
}

const scalar: Extent = { size: 1, chars: 4, height: 0 };

function tooLarge(excess: string, pointer: string): OverlayFaultError {
  return new OverlayFaultError(
    'document_too_large',
    `After the overlay action ${pointer}, the document ${excess}.`,
    pointer,
  );
}
