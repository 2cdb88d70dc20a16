import type { Json } from '@connectory/json';

/** What a validator has to say. Alternatives that fail say more than once. */
export interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly message: string;
  readonly params: { readonly [key: string]: unknown };
}

/** Where a member of an object leads to a further kind: one by name, or all that match. */
export interface Edge {
  readonly member: string | undefined;
  readonly matching: RegExp | undefined;
  /** The member is a list or a map of such objects. */
  readonly each: boolean;
  readonly kind: string;
}

/** One kind of object of the specification, as `Operation`. */
export interface Kind {
  /** @returns what is wrong with the object alone; empty when it is as it should be. */
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
