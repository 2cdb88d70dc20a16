import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';
import { failureRules } from '../references/failure-rules.ts';
import type { Target } from '../references/find-target.ts';
import type { References } from '../references/references.ts';
import { reportKind } from '../references/report-kind.ts';
import { isWrittenAsSchema } from '../references/target-kind.ts';
import { referenceRelativeToSchema } from '../rules/reference-relative-to-schema.ts';
import { schemaCycle } from '../rules/schema-cycle.ts';
import { findMeant, leadsBack, type SchemaAt } from '../schemas/meant-schema.ts';
import { createSchemaCycleFinder, type SchemaCycleFinder } from '../schemas/schema-cycles.ts';
import type { ServedFiles } from './served-files.ts';

/** Where a reference leads, which schema it means, and whether it leads only to further references and back. */
interface JudgedReference {
  readonly target: Target;
  readonly meant: SchemaAt | undefined;
  readonly isEndless: boolean;
}

/** Rewrites references between schemas to the files of the definitions, and reports those that fail. */
export class ReferenceRewriter {
  /** By scope and reference, for those that mean the same schema at every place of the scope. */
  readonly #judged = new WeakMap<object, Map<string, JudgedReference>>();
  readonly #references: References;
  readonly #messages: MessageCollector;
  readonly #files: ServedFiles;
  readonly #cycles: SchemaCycleFinder;

  /** @param is30 whether the document is OpenAPI 3.0, where members beside a `$ref` have no effect. */
  constructor(references: References, messages: MessageCollector, files: ServedFiles, is30: boolean) {
    this.#references = references;
    this.#messages = messages;
    this.#files = files;
    this.#cycles = createSchemaCycleFinder(
      (reference, place) =>
        place.token === '$recursiveRef' ? files.recursionRoot(place) : this.#meantBy(reference, place),
      is30,
    );
  }

  /**
   * The served form of a reference, as `Pet.json`; undefined, having reported the reason, when it leads to no schema.
   * @param used collects the index of the definition that the reference leads to. @param written the reference as messages show it.
   */
  rewrite(reference: string, place: Place, used: Set<number>, written = reference): string | undefined {
    const { target, meant, isEndless } = this.#judge(reference, place);
    // A component that is no schema is one that accepts anything, and is reported at its place.
    if (target.kind === 'found' && meant === undefined && this.#files.isComponent(target.pointer))
      return this.#serve(target, used);
    if (isEndless || meant === undefined) {
      const failure = isEndless ? 'cycle' : target.kind === 'external' ? 'external' : 'dangling';
      this.#messages.report(failureRules[failure], place, written);
      return undefined;
    }
    if (target.kind !== 'found' || meant.pointer !== target.pointer)
      this.#messages.report(referenceRelativeToSchema, place, written);
    this.#reportCycle(written, meant, place);
    const schema = this.schemaAt(reference, meant, place);
    if (schema === undefined) return undefined;
    return this.#serve(schema, used);
  }

  #serve({ pointer, value }: Pick<SchemaAt, 'pointer' | 'value'>, used: Set<number>): string {
    const served = this.#files.serve(pointer, value);
    used.add(served.index);
    return served.reference;
  }

  /** Reports a reference that is served as it is written, when it makes a schema part of itself. */
  checkCycle(reference: string, place: Place): void {
    const { meant } = this.#judge(reference, place);
    if (meant !== undefined) this.#reportCycle(reference, meant, place);
  }

  #reportCycle(reference: string, target: SchemaAt, place: Place): void {
    if (this.#cycles.closesCycle(place, target)) this.#messages.report(schemaCycle, place, reference);
  }

  /**
   * The schema that a reference leads to, having reported when its target is an object of another kind.
   * @param place of the `$ref`. @returns undefined for an object that was not written as a schema.
   */
  schemaAt(reference: string, target: SchemaAt, place: Place): SchemaAt | undefined {
    const found = this.#references.otherKind(target, 'schema');
    if (found === undefined) return target;
    reportKind(reference, found, 'schema', place, this.#messages);
    const isObjects = found === 'map' || found === 'list';
    return !isObjects && isWrittenAsSchema(target.value) ? target : undefined;
  }

  /** In a component schema, `#` means that schema, as in a JSON Schema file. The document, which it leads to, is no schema. */
  #meantBy(reference: string, place: Place): SchemaAt | undefined {
    const meant = findMeant(reference, place, this.#references);
    return meant?.pointer === '' && reference === '#' ? (this.#files.componentAround(place) ?? meant) : meant;
  }

  #judge(reference: string, place: Place): JudgedReference {
    const scope = this.#references.scopeOf(place);
    const ofScope = this.#judged.get(scope) ?? new Map<string, JudgedReference>();
    this.#judged.set(scope, ofScope);
    const known = ofScope.get(reference);
    if (known !== undefined) return known;
    const target = this.#references.find(reference, place);
    const meant = this.#meantBy(reference, place);
    const isEndless =
      this.#references.isEndless(reference, place) || (meant !== undefined && leadsBack(meant, this.#references));
    const judged = { target, meant, isEndless };
    // The meaning depends on the place only when the reference leads nowhere from the root.
    if (meant === target) ofScope.set(reference, judged);
    return judged;
  }
}
