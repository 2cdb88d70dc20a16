import { encodeFragment, type Json, type JsonObject, isObject } from '@connectory/json';

/** Finds the place in the exported document that a reference to a definition leads to. */
export class SchemaReferences {
  /** Keys of `components.schemas` by the name of the definition, where they differ. */
  readonly #keys: ReadonlyMap<string, string>;
  readonly #names: ReadonlySet<string>;

  /** @param renamed `components.schemas` of the extras: `{"zoo.Cat": {"$ref": "zoo_Cat.json"}}`. */
  constructor(renamed: Json | undefined, names: ReadonlySet<string>) {
    this.#keys = new Map(isObject(renamed) ? renamedKeys(renamed) : []);
    this.#names = names;
  }

  keyOf(name: string): string {
    return this.#keys.get(name) ?? name;
  }

  /** `Pet.json#/properties/tag` → `#/components/schemas/Pet/properties/tag`; other references stay as they are. */
  rewrite(reference: string): string {
    const match = /^(?<name>[a-zA-Z0-9_-]+)\.json(?:#(?<pointer>.*))?$/s.exec(reference);
    const { name, pointer = '' } = match?.groups ?? {};
    if (name === undefined || !this.#names.has(name)) return reference;
    return `#/components/schemas${encodeFragment([this.keyOf(name)])}${pointer}`;
  }
}

/** A key of `components` that OpenAPI allows; others would make the document invalid. */
const allowedKey = /^[a-zA-Z0-9._-]+$/;

function renamedKeys(renamed: JsonObject): readonly [string, string][] {
  return Object.entries(renamed).flatMap(([key, value]): [string, string][] => {
    const file = isObject(value) ? value['$ref'] : undefined;
    return typeof file === 'string' && allowedKey.test(key) ? [[file.replace(/\.json$/, ''), key]] : [];
  });
}
