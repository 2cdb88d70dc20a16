import { referenceCycle } from '../rules/reference-cycle.ts';
import { referenceDangling } from '../rules/reference-dangling.ts';
import { referenceExternal } from '../rules/reference-external.ts';
import type { Rule } from '../rules/rule.ts';
import type { ReferenceFailure } from './resolve-chain.ts';

/** The rule to report for each way in which a reference fails. */
export const failureRules: { readonly [Failure in ReferenceFailure]: Rule } = {
  dangling: referenceDangling,
  external: referenceExternal,
  cycle: referenceCycle,
};
