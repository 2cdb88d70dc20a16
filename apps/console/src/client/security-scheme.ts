/** A security scheme in the extras of a version, as OpenAPI 3.1 spells it. */
export interface SecurityScheme {
  readonly type?: unknown;
  readonly scheme?: unknown;
  readonly name?: unknown;
  readonly in?: unknown;
}

/** By their names. */
export type SecuritySchemes = { readonly [name: string]: SecurityScheme };
