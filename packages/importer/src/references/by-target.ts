import type { ObjectKind } from '../members/member-table.ts';
import type { Target } from './find-target.ts';

/** What references became, by the kind of object that is expected and by their target. */
export class ByTarget<Value> {
  readonly #byKind = new Map<ObjectKind, Map<Target, Value>>();

  get(kind: ObjectKind, target: Target): Value | undefined {
    return this.#byKind.get(kind)?.get(target);
  }

  set(kind: ObjectKind, target: Target, value: Value): void {
    const ofKind = this.#byKind.get(kind);
    if (ofKind === undefined) this.#byKind.set(kind, new Map([[target, value]]));
    else ofKind.set(target, value);
  }
}
