import { contentOfModel } from '@connectory/lifecycle';
import { importDocument } from '@connectory/importer';
import { parseVersionContent, type VersionContent } from '../src/index.ts';

type Root = Parameters<typeof importDocument>[0]['root'];

let ids = 0;
const createId = (): string => `01ARZ3NDEKTSV4RR${String((ids += 1)).padStart(10, '0')}`;

/** Parses the content that a version of an OpenAPI document has. */
export function contentOf(document: Root): VersionContent {
  const outcome = importDocument({ root: document, openapi: '3.1.0', notices: [], locate: () => new Map() });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return parseVersionContent(contentOfModel(outcome.model, createId));
}

/** A document with the given members. */
export function documentOf(parts: {
  paths?: { readonly [path: string]: Root };
  webhooks?: { readonly [name: string]: Root };
  schemas?: { readonly [name: string]: Root };
  /** Further sections of `components`. */
  shared?: { readonly [section: string]: Root };
  info?: { readonly [name: string]: Root };
}): Root {
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1', ...parts.info },
    paths: parts.paths ?? {},
    ...(parts.webhooks === undefined ? {} : { webhooks: parts.webhooks }),
    components: { schemas: parts.schemas ?? {}, ...parts.shared },
  };
}

export const bodyOf = (schema: Root, mediaType = 'application/json'): { readonly [key: string]: Root } => ({
  description: 'It',
  content: { [mediaType]: { schema } },
});

export const done: Root = { '204': { description: 'Done' } };

export const referenceTo = (name: string): Root => ({ $ref: `#/components/schemas/${name}` });
