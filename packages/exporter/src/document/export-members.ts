import { isObject, type Json, type JsonObject } from '@connectory/json';
import { exportMembers, type ObjectExport } from '../objects/export-object.ts';
import { exportSchema } from '../objects/export-schema.ts';
import { SchemaReferences } from '../objects/schema-references.ts';
import { without } from '../objects/set-member.ts';
import { textOf } from '../objects/text-of.ts';
import { callbackOf, type CallbackOwner, type OperationExport } from '../operations/export-operation.ts';
import { exportPaths, exportWebhooks } from '../operations/path-items.ts';
import type { DocumentMember, ExportedTrigger, ExportedVersion } from '../version/exported-version.ts';

/** Members of the extras that are put together with entities, or that say which version of OpenAPI the source was. */
const assembled: ReadonlySet<string> = new Set([
  'openapi',
  'swagger',
  'jsonSchemaDialect',
  'paths',
  'webhooks',
  'components',
]);

/**
 * The members of the OpenAPI document that a version's rows stand for, OpenAPI 3.2 when the source was, else 3.1. Importing the document
 * gives a version of which the same document is exported, byte for byte.
 */
export async function* exportMembersOf(version: ExportedVersion): AsyncGenerator<DocumentMember> {
  const { extras, fallback } = version;
  const components = objectOf(extras['components']);
  const isFrom32 = textOf(extras['openapi']).startsWith('3.2');
  const context: OperationExport = {
    version: isFrom32 ? '3.2' : '3.1',
    references: new SchemaReferences(components['schemas'], version.definitionNames),
    security: extras['security'],
    parameters: objectOf(components['parameters']),
    callbacks: callbacksByOwner(version.triggers),
  };
  const openapi = isFrom32 ? '3.2.0' : '3.1.1';
  yield { keys: ['openapi'], value: openapi };
  yield* exportSourceVersion(extras, openapi);
  const root = exportMembers('document', without(extras, assembled), context);
  if (root['info'] === undefined) yield { keys: ['info'], value: { title: fallback.title, version: fallback.version } };
  if (Object.keys(extras).length === 0 && fallback.baseUrl !== '')
    yield { keys: ['servers'], value: [{ url: fallback.baseUrl }] };
  for (const key of Object.keys(root)) yield { keys: [key], value: root[key] ?? null };
  yield* exportSection('paths', extras['paths'], exportPaths(version.actions, objectOf(extras['paths']), context));
  const webhooks = exportWebhooks(version.triggers, objectOf(extras['webhooks']), context);
  yield* exportSection('webhooks', extras['webhooks'], webhooks);
  yield* exportSection('components', extras['components'], exportComponents(version, components, context));
}

/** The version of the source, where it is another one, as an extension. */
function* exportSourceVersion(extras: JsonObject, openapi: string): Generator<DocumentMember> {
  for (const key of ['openapi', 'swagger'])
    if (extras[key] !== undefined && extras[key] !== openapi && extras[`x-${key}`] === undefined)
      yield { keys: [`x-${key}`], value: extras[key] };
}

/** A section that is no object in the source became nothing, and is given back as it is. */
async function* exportSection(
  key: string,
  left: Json | undefined,
  members: AsyncIterable<DocumentMember> | Iterable<DocumentMember>,
): AsyncGenerator<DocumentMember> {
  if (left === undefined || isObject(left)) yield* members;
  else yield { keys: [key], value: left };
}

async function* exportComponents(
  version: ExportedVersion,
  components: JsonObject,
  context: ObjectExport,
): AsyncGenerator<DocumentMember> {
  const { references } = context;
  for await (const { name, schema } of version.definitions) {
    const parsed: Json = JSON.parse(schema);
    yield { keys: ['components', 'schemas', references.keyOf(name)], value: exportSchema(parsed, references) };
  }
  const shared = exportMembers('components', without(components, new Set(['schemas'])), context);
  for (const key of Object.keys(shared)) yield { keys: ['components', key], value: shared[key] ?? null };
}

function callbacksByOwner(triggers: readonly ExportedTrigger[]): OperationExport['callbacks'] {
  const byOwner = new Map<CallbackOwner, ExportedTrigger[]>();
  for (const trigger of triggers) {
    const owner = callbackOf(trigger.body)?.owner;
    if (owner !== undefined) byOwner.set(owner, [...(byOwner.get(owner) ?? []), trigger]);
  }
  return byOwner;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
