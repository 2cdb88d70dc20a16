import { isObject, type Json } from '@connectory/json';
import { mapReferences } from '@connectory/merge';

/** Where a schema was written. */
export interface SchemaHome {
  readonly connectorId: string;
  /** The names by which clients may address the version. */
  readonly versions: ReadonlySet<string>;
  /** Definitions of the same request, which it may name as `#/$defs/NAME`. */
  readonly siblings: ReadonlySet<string>;
}

/**
 * Turns the references of a schema that a client wrote into those of stored schemas: `Pet.json#/properties/tag`. Clients name definitions of
 * the same request as `#/$defs/NAME`, and others by the URL of their schema, which ends with their name or id.
 */
export function localiseReferences(schema: Json, home: SchemaHome): Json {
  const own = isObject(schema) ? schema['$defs'] : undefined;
  return mapReferences(
    schema,
    (reference) => fromSibling(reference, own, home) ?? fromUrl(reference, home) ?? reference.replace(/^(?:\.\/)+/, ''),
  );
}

function fromSibling(reference: string, own: Json | undefined, { siblings }: SchemaHome): string | undefined {
  const [, name = '', rest = ''] = /^#\/\$defs\/([a-zA-Z0-9_-]+)((?:\/.*)?)$/s.exec(reference) ?? [];
  if (!siblings.has(name) || (isObject(own) && Object.hasOwn(own, name))) return undefined;
  return rest === '' ? `${name}.json` : `${name}.json#${rest}`;
}

/** The end of a schema's URL: connector, version, file and fragment. */
const schemaAddress = /\/([^/]+)\/([^/]+)\/([a-zA-Z0-9_-]+)\.json((?:#.*)?)$/s;

function fromUrl(reference: string, { connectorId, versions }: SchemaHome): string | undefined {
  if (!/^https?:\/\//.test(reference)) return undefined;
  const [, connector, version = '', name = '', fragment = ''] = schemaAddress.exec(reference) ?? [];
  return connector === connectorId && versions.has(decodeName(version)) ? `${name}.json${fragment}` : undefined;
}

function decodeName(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
