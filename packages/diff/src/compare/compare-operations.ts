import type { OperationContent } from '../content/version-content.ts';
import type { Json } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import { withoutParameterNames } from '../matching/match-operations.ts';
import type { Side } from '../model/version-diff.ts';
import { operationRules } from '../rules/operation-rules.ts';
import { type BodyLookup, compareRequestBodies, compareResponses } from './compare-bodies.ts';
import { compareParameters } from './compare-parameters.ts';
import type { SchemaLookup } from './compare-schemas.ts';
import { compareSecurity } from './compare-security.ts';
import { bothSides, type Finding, narrowSides, oneSide } from '../findings/finding.ts';

/** Compares two matched actions or triggers. Changes behind their definitions are reported at the definitions. */
export function compareOperations(
  kind: 'action' | 'trigger',
  before: OperationContent,
  after: OperationContent,
  lookup: SchemaLookup & BodyLookup,
): readonly Finding[] {
  const [requested, answered]: readonly [Side, Side] = kind === 'action' ? ['sent', 'received'] : ['received', 'sent'];
  const bodies = { before: before.body, after: after.body };
  return [
    ...compareFacts(before, after),
    ...compareParameters({ ...bodies, side: requested }, lookup),
    ...compareRequestBodies({ ...bodies, side: requested }, lookup).map(narrowTo(requested)),
    ...compareResponses({ ...bodies, side: answered }, lookup).map(narrowTo(answered)),
  ];
}

function narrowTo(side: Side): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, sides: narrowSides(finding.sides, oneSide(side)) });
}

/** Extras that other functions compare. */
const comparedExtras: ReadonlySet<string> = new Set(
  'operationId tags deprecated security servers webhook callback'.split(' '),
);

function compareFacts(before: OperationContent, after: OperationContent): readonly Finding[] {
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
  compareExtras(before, after, report);
  return findings;
}

function compareExtras(
  before: OperationContent,
  after: OperationContent,
  report: (rule: Finding['rule'], at: string, old?: Json, next?: Json) => void,
): void {
  const [old, next] = [objectMember(before.body, 'openapi'), objectMember(after.body, 'openapi')];
  const differs = (key: string): boolean => JSON.stringify(member(old, key)) !== JSON.stringify(member(next, key));
  const [deprecated, nextDeprecated] = [member(old, 'deprecated') === true, member(next, 'deprecated') === true];
  if (deprecated !== nextDeprecated)
    report(
      nextDeprecated ? operationRules.operationDeprecated : operationRules.operationUndeprecated,
      '/openapi/deprecated',
    );
  if (differs('tags')) report(operationRules.tagsChanged, '/openapi/tags', member(old, 'tags'), member(next, 'tags'));
  if (differs('servers')) report(operationRules.serversChanged, '/openapi/servers');
  compareSecurity(member(old, 'security'), member(next, 'security'), report);
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)]))
    if (!comparedExtras.has(key) && differs(key)) report(operationRules.extrasChanged, `/openapi/${key}`);
}
