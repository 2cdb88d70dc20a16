import type { Json } from '@connectory/json';

/** A validation error. Failing alternatives give several. */
export interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly message: string;
  readonly params: { readonly [key: string]: unknown };
}

/** An edge from an object kind to the kind of a member: by name, or for all members that match. */
export interface Edge {
  readonly member: string | undefined;
  readonly matching: RegExp | undefined;
  /** Whether the member is a list or map of such objects. */
  readonly each: boolean;
  readonly kind: string;
}

/** A kind of object of the specification, as `Operation`. */
export interface Kind {
  /** Validates the object without its children; empty when it is valid. */
  readonly validate: (value: Json) => readonly Violation[];
  readonly edges: readonly Edge[];
}

interface GeneratedKind {
  readonly validate: { (value: unknown): boolean; errors?: readonly Violation[] | null };
  readonly edges: readonly {
    readonly member?: string;
    readonly matching?: string;
    readonly each?: boolean;
    readonly kind: string;
  }[];
}

/** @param generated as `tools/generate-structure.mjs` writes it. */
export function parseKinds(generated: unknown): ReadonlyMap<string, Kind> {
  const entries = [...(generated as ReadonlyMap<string, GeneratedKind>)].map(
    ([name, { validate, edges }]): [string, Kind] => [
      name,
      {
        validate: (value) => (validate(value) ? [] : (validate.errors ?? [])),
        edges: edges.map(({ member, matching, each = false, kind }) => ({
          member,
          matching: matching === undefined ? undefined : new RegExp(matching, 'u'),
          each,
          kind,
        })),
      },
    ],
  );
  return new Map(entries);
}
