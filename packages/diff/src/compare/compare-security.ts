import { isArray, isObject, type Json } from '@connectory/json';
import { textOf } from '../json/members.ts';
import { operationRules } from '../rules/operation-rules.ts';
import type { DiffRule } from '../rules/diff-rule.ts';

type Report = (rule: DiffRule, at: string, before?: Json, after?: Json) => void;

/**
 * Compares security requirements: alternatives, of which one is enough. No requirement, or an empty one, needs no
 * credentials.
 */
export function compareSecurity(before: Json | undefined, after: Json | undefined, report: Report): void {
  const [old, next] = [groupsOf(before), groupsOf(after)];
  const at = '/openapi/security';
  if (needsNone(old) || needsNone(next)) {
    if (!needsNone(next)) report(operationRules.securityRequired, at, before, after);
    if (!needsNone(old)) report(operationRules.securityDropped, at, before, after);
    return;
  }
  for (const [schemes, scopes] of old) {
    const nextScopes = next.get(schemes);
    if (nextScopes === undefined) report(operationRules.securityAlternativeRemoved, at, schemes);
    else {
      for (const scope of nextScopes) if (!scopes.has(scope)) report(operationRules.scopeAdded, at, undefined, scope);
      for (const scope of scopes) if (!nextScopes.has(scope)) report(operationRules.scopeRemoved, at, scope);
    }
  }
  for (const schemes of next.keys())
    if (!old.has(schemes)) report(operationRules.securityAlternativeAdded, at, undefined, schemes);
}

/** The scopes of each alternative, by the names of its schemes. */
function groupsOf(security: Json | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, ReadonlySet<string>>();
  for (const group of isArray(security) ? security : []) {
    if (!isObject(group)) continue;
    const schemes = Object.keys(group).sort();
    const scopes = schemes.flatMap((scheme) => {
      const list = group[scheme];
      return isArray(list) ? list.map((scope) => `${scheme} ${textOf(scope)}`) : [];
    });
    groups.set(schemes.join(' and '), new Set(scopes));
  }
  return groups;
}

function needsNone(groups: ReadonlyMap<string, unknown>): boolean {
  return groups.size === 0 || groups.has('');
}
