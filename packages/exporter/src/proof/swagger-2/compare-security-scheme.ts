import { isObject } from '@connectory/json';
import { memberOf, own, ownObject, ownOrAside } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import type { CompareObject } from '../values/comparison.ts';

/** Compares a security scheme of Swagger 2.0: `basic` is `http`, and the members of a flow are in `flows`. */
export const compareSecurityScheme: CompareObject = (source, target, comparison) => {
  const { ledger } = comparison;
  const [flow] = Object.values(ownObject(target, 'flows'));
  for (const key of Object.keys(isObject(source.value) ? source.value : {})) {
    const member = memberOf(source, key);
    const found = ownOrAside(target, source.value, key) ?? own(flow, key);
    const isSpelling = (key === 'type' && member.value === 'basic') || (key === 'flow' && flow !== undefined);
    if (isSpelling)
      ledger.differ(member, { target: found ?? Object.keys(ownObject(target, 'flows')), rule: 'security-scheme' });
    else compareData(member, found, comparison);
  }
};
