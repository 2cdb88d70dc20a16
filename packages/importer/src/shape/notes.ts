import type { Place } from '../place/place.ts';
import type { Rule } from '../rules/rule.ts';

/** Something to report about an object when it is mapped. */
export interface Note {
  readonly rule: Rule;
  readonly place: Place;
  readonly remark: string;
}

/** What was noticed while objects were reshaped. It is reported when they are mapped, so that it counts for them in the coverage. */
export class Notes {
  readonly #byObject = new WeakMap<object, Note[]>();
  readonly #all: Note[] = [];

  /** @param object in the shape. */
  add(object: object, note: Note): void {
    const notes = this.#byObject.get(object) ?? [];
    this.#byObject.set(object, notes);
    notes.push(note);
    this.#all.push(note);
  }

  of(object: object): readonly Note[] {
    return this.#byObject.get(object) ?? [];
  }

  /** All, so that those of objects that nothing maps are reported, too. */
  get all(): readonly Note[] {
    return this.#all;
  }
}
