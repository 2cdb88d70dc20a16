import { type ConnectorModel, importDocument, type ParsedDocument } from '@connectory/importer';
import type { Json } from '@connectory/json';
import { exportMembersOf, versionOfModel, writeJson } from '../src/index.ts';

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
  for await (const piece of writeJson(exportMembersOf(versionOfModel(model)))) pieces.push(piece);
  return pieces.join('');
}
