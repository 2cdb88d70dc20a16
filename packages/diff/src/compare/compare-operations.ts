import type { OperationContent } from '../content/version-content.ts';
import type { Json } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import { withoutParameterNames } from '../matching/match-operations.ts';
import type { Side } from '../model/version-diff.ts';
import { operationRules } from '../rules/operation-rules.ts';
import { type BodyLookup, compareRequestBodies, compareResponses } from './compare-bodies.ts';
import { compareParameters } from './compare-parameters.ts';
import { findChangedMembers } from './compare-extras.ts';
import type { SameValues } from './same-values.ts';
import { compareSecurity } from './compare-security.ts';
import { bothSides, type Finding, narrowSides, oneSide } from '../findings/finding.ts';

/** Compares two matched actions or triggers. Changes behind their definitions are reported at the definitions. */
export function compareOperations(
  kind: 'action' | 'trigger',
  before: OperationContent,
  after: OperationContent,
  lookup: BodyLookup,
): readonly Finding[] {
  const [requested, answered]: readonly [Side, Side] = kind === 'action' ? ['sent', 'received'] : ['received', 'sent'];
  const bodies = { before: before.body, after: after.body };
  return [
    ...compareFacts(before, after, lookup.values),
    ...compareParameters({ ...bodies, side: requested }, lookup),
    ...compareRequestBodies({ ...bodies, side: requested }, lookup).map(narrowTo(requested)),
    ...compareResponses({ ...bodies, side: answered }, lookup).map(narrowTo(answered)),
  ];
}

function narrowTo(side: Side): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, sides: narrowSides(finding.sides, oneSide(side)) });
}

/** Extras that are compared as properties of the operation. */
const comparedExtras: ReadonlySet<string> = new Set(['/operationId', '/webhook', '/callback']);

function compareFacts(before: OperationContent, after: OperationContent, values: SameValues): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (rule: Finding['rule'], at: string, old?: Json, next?: Json): void =>
    void findings.push({ rule, at, sides: bothSides, flipped: false, before: old, after: next });
  if (before.name !== after.name) report(operationRules.nameChanged, '/name', before.name, after.name);
  if (before.operationId !== after.operationId)
    report(operationRules.operationIdChanged, '/openapi/operationId', before.operationId, after.operationId);
  if (before.method !== after.method) report(operationRules.methodChanged, '/method', before.method, after.method);
  if (withoutParameterNames(before.path ?? '') !== withoutParameterNames(after.path ?? ''))
    report(operationRules.pathChanged, '/path', before.path, after.path);
  for (const [key, rule] of [
    ['summary', operationRules.summaryChanged],
    ['description', operationRules.descriptionChanged],
  ] as const)
    if (member(before.body, key) !== member(after.body, key)) report(rule, `/${key}`);
  compareExtras(before, after, values, report);
  return findings;
}

function compareExtras(
  before: OperationContent,
  after: OperationContent,
  values: SameValues,
  report: (rule: Finding['rule'], at: string, old?: Json, next?: Json) => void,
): void {
  const extras = { before: objectMember(before.body, 'openapi'), after: objectMember(after.body, 'openapi') };
  let reported = 0;
  const reportCounted: typeof report = (...finding) => {
    reported += 1;
    report(...finding);
  };
  for (const { at, before: old, after: next } of findChangedMembers(extras, 1, values)) {
    if (comparedExtras.has(at)) continue;
    const until = reported;
    if (at === '/deprecated') compareDeprecated(old, next, reportCounted);
    else if (at === '/tags') reportCounted(operationRules.tagsChanged, '/openapi/tags', old, next);
    else if (at === '/servers') reportCounted(operationRules.serversChanged, '/openapi/servers');
    else if (at === '/security') compareSecurity(old, next, reportCounted);
    // The rules for a member do not judge every change of it.
    if (reported === until) report(operationRules.extrasChanged, `/openapi${at}`);
  }
}

function compareDeprecated(
  before: Json | undefined,
  after: Json | undefined,
  report: (rule: Finding['rule'], at: string) => void,
): void {
  const [old, next] = [before === true, after === true];
  if (old !== next)
    report(next ? operationRules.operationDeprecated : operationRules.operationUndeprecated, '/openapi/deprecated');
}
