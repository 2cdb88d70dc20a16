import { type ConnectorModel, importDocument, type ParsedDocument } from '@connectory/importer';
import type { Json, JsonObject } from '@connectory/json';
import { type ExportedVersion, exportMembersOf, writeJson } from '../src/index.ts';

type Operation = ConnectorModel['triggers'][number];

/** The version of a model, as its rows would hold it. */
export function versionOf(model: ConnectorModel): ExportedVersion {
  const { connector, extras, actions, triggers, definitions } = model;
  const nested = (indexes: readonly number[]): Json =>
    indexes.map((index) => ({
      definition: { name: definitions[index]?.name ?? '', accept: definitions[index]?.accept ?? [] },
    }));
  const bodyOf = ({ requestBody, responses, references: _references, ...operation }: Operation): JsonObject => ({
    ...(JSON.parse(JSON.stringify(operation)) as JsonObject),
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, definitions: nested(requestBody.definitions) } }),
    responses: responses.map((response) => ({ ...response, definitions: nested(response.definitions) })),
  });
  return {
    fallback: { title: connector.name, version: connector.version ?? '1.0.0', baseUrl: connector.baseUrl },
    extras: JSON.parse(extras) as JsonObject,
    actions: actions.map(({ template, ...action }) => ({ template, body: bodyOf(action) })),
    triggers: triggers.map((trigger) => ({ body: bodyOf(trigger) })),
    definitions,
    definitionNames: new Set(definitions.map(({ name }) => name)),
  };
}

export function parsedDocument(root: Json): ParsedDocument {
  const { openapi, swagger } = root as { readonly openapi?: unknown; readonly swagger?: unknown };
  const version = swagger === undefined ? '3.1.0' : '2.0';
  return { root, openapi: typeof openapi === 'string' ? openapi : version, notices: [], locate: () => new Map() };
}

export function importRoot(root: Json): ConnectorModel {
  const outcome = importDocument(parsedDocument(root));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

/** The text of the exported document. */
export async function exportText(model: ConnectorModel): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of writeJson(exportMembersOf(versionOf(model)))) pieces.push(piece);
  return pieces.join('');
}
