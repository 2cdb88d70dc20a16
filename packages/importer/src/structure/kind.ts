import type { Json } from '@connectory/json';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';
import { validators as validators20 } from './generated/structure-2-0.ts';
import { validators as validators30 } from './generated/structure-3-0.ts';
import { validators as validators31 } from './generated/structure-3-1.ts';
import { validators as validators32 } from './generated/structure-3-2.ts';

/** A validation error. Failing alternatives give several. */
export interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly message: string;
  readonly params: { readonly [key: string]: unknown };
}

/** Validates an object without its children; empty when it is valid. */
export type ValidateKind = (value: Json) => readonly Violation[];

interface GeneratedValidator {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}

/** As `tools/generate-structure.mjs` writes them. */
const generated: { readonly [version in SpecVersion]: unknown } = {
  '2.0': validators20,
  '3.0': validators30,
  '3.1': validators31,
  '3.2': validators32,
};

/** The validators of one version, by kind. Kinds without one are judged within the object that holds them. */
export function readValidators(version: SpecVersion): ReadonlyMap<ObjectKind, ValidateKind> {
  const entries = [...(generated[version] as ReadonlyMap<ObjectKind, GeneratedValidator>)];
  return new Map(
    entries.map(([kind, validate]) => [kind, (value) => (validate(value) ? [] : (validate.errors ?? []))]),
  );
}
