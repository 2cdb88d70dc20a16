import type { ImportContext } from '../context/import-context.ts';
import type { Place } from '../place/place.ts';
import type { Rule } from '../rules/rule.ts';

/** Reports why a part is not imported. */
export function skip({ messages }: ImportContext, rule: Rule, place: Place, remark: string): undefined {
  messages.report(rule, place, remark);
  return undefined;
}
