import type { Json } from '@connectory/json';
import { sameJson } from './source-member.ts';

/** Which object of the export stands for each object of the source. */
export class Pairs {
  readonly #targets = new Map<object, { readonly target: Json | undefined; readonly isCompared: boolean }>();

  readonly #outer: Pairs | undefined;

  /** @param outer the pairs of a comparison that this one is a part of. */
  constructor(outer?: Pairs) {
    this.#outer = outer;
  }

  /** States the target of an object of the source before it is compared, so that references to it can be checked. */
  claim(source: Json, target: Json | undefined): void {
    if (typeof source !== 'object' || source === null || this.#targets.has(source)) return;
    this.#targets.set(source, { target, isCompared: false });
  }

  /**
   * @param target undefined for a copy of the object, beside which references may lead to the object itself.
   * @returns whether the object is to be compared: it has not been before.
   */
  enter(source: object, target: Json | undefined): boolean {
    const pair = this.#targets.get(source);
    if (pair?.isCompared === true) return false;
    this.#targets.set(source, { target: pair?.target ?? target, isCompared: true });
    return true;
  }

  has(source: Json): boolean {
    if (typeof source !== 'object' || source === null) return false;
    return this.#targets.has(source) || this.#outer?.has(source) === true;
  }

  /** Whether a reference to a value of the source may lead to a value of the export. Equal inline schemas share one definition. */
  fits(source: Json, target: Json): boolean {
    const pair = typeof source === 'object' && source !== null ? this.#targets.get(source) : undefined;
    if (pair === undefined) return this.#outer?.fits(source, target) ?? sameJson(source, target);
    return pair.target === undefined || pair.target === target || sameJson(pair.target, target);
  }
}
