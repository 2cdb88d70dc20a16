import type { Json } from '@connectory/importer';
import { childAt } from '@connectory/json';
import { asObject } from '../places/pointer.ts';

const methods = /^(?:get|put|post|delete|options|head|patch|trace|query)$/i;

/** Counts the operations of a document. A path item or operation in another file counts as one. */
export function countOperations(root: Json): number {
  return ['paths', 'x-ms-paths', 'webhooks', 'x-webhooks'].reduce(
    (count, section) => count + countInSection(childAt(root, section)),
    0,
  );
}

function countInSection(section: Json | undefined): number {
  if (typeof childAt(section, '$ref') === 'string') return 1;
  return Object.values(asObject(section) ?? {}).reduce((count: number, item) => count + countInPathItem(item), 0);
}

function countInPathItem(item: Json): number {
  const own = Object.keys(asObject(item) ?? {}).filter((key) => methods.test(key)).length;
  const additional = Object.keys(asObject(childAt(item, 'additionalOperations')) ?? {}).length;
  return own + additional + (typeof childAt(item, '$ref') === 'string' ? 1 : 0);
}
