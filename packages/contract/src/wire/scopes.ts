/** What a key may do, beside its role. A `write` scope includes the `read` scope of the same resource. */
export const apiKeyScopes = [
  'imports:read',
  'imports:write',
  'connectors:read',
  'connectors:write',
  'secrets:write',
  'audit:read',
  'organisations:read',
  'organisations:write',
  'keys:read',
  'keys:write',
  'reimports:read',
  'reimports:write',
  'queues:write',
  'system:read',
] as const;

export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** Whether scopes allow what needs `needed`. @param held undefined for a key that has everything its role allows */
export function coversScope(held: readonly string[] | undefined, needed: ApiKeyScope): boolean {
  return held === undefined || held.includes(needed) || held.includes(needed.replace(/:read$/, ':write'));
}

const operatorResources = /^(organisations|keys|reimports|queues|system):/;

/** The lowest role with which a scope has an effect. */
export function roleOfScope(scope: ApiKeyScope): 'read' | 'import' | 'operator' {
  if (operatorResources.test(scope)) return 'operator';
  if (scope === 'audit:read') return 'import';
  return scope.endsWith(':read') ? 'read' : 'import';
}
