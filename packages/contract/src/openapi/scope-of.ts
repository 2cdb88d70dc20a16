import type { ApiKeyScope } from '../wire/scopes.ts';
import type { ApiOperation } from './api-operation.ts';

/**
 * The scope that a key with scopes needs for an operation; undefined if any key with the role may call it.
 * @throws for an operation of an unknown resource
 */
export function scopeOf(operation: ApiOperation): ApiKeyScope | undefined {
  if (operation.role === 'public' || operation.tag === 'Service') return undefined;
  if (operation.path.endsWith('/callback-secret')) return 'secrets:write';
  if (operation.operationId === 'GetSystem') return 'system:read';
  if (operation.tag === 'Auditing') return 'audit:read';
  // It only looks like a read: the URL lets its holder store a document.
  if (operation.path.endsWith('/upload-url')) return 'imports:write';
  const access = operation.method === 'get' ? 'read' : 'write';
  return `${resourceOf(operation)}:${access}`;
}

type Resource = 'imports' | 'connectors' | 'organisations' | 'keys' | 'reimports';

function resourceOf({ operationId, path, tag }: ApiOperation): Resource {
  const operated = /^\/api\/operator\/v1\/(organisations|keys|reimports)\b/.exec(path)?.[1];
  if (operated === 'organisations' || operated === 'keys' || operated === 'reimports') return operated;
  if (tag === 'Importing') return 'imports';
  if (tag === 'Connectors' || tag === 'Reading' || tag === 'Editing') return 'connectors';
  throw new Error(`the operation ${operationId} has no scope`);
}
