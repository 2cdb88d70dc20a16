import { rule } from './diff-rule.ts';

/** Rules for composition and references. */
export const compositionRules = {
  unionAdded: rule('UNION_ADDED', 'bn', '`oneOf` or `anyOf` was added.'),
  unionRemoved: rule('UNION_REMOVED', 'nb', '`oneOf` or `anyOf` was removed.'),
  unionBranchAdded: rule('UNION_BRANCH_ADDED', 'nb', 'A branch was added to `oneOf` or `anyOf`.'),
  unionBranchRemoved: rule('UNION_BRANCH_REMOVED', 'bn', 'A branch was removed from `oneOf` or `anyOf`.'),
  allOfBranchAdded: rule('ALL_OF_BRANCH_ADDED', 'bn', 'A schema was added to `allOf`.'),
  allOfBranchRemoved: rule('ALL_OF_BRANCH_REMOVED', 'nb', 'A schema was removed from `allOf`.'),
  constraintAdded: rule(
    'CONSTRAINT_ADDED',
    'bn',
    '`not`, `if`, `contains`, `dependentRequired` or a similar keyword was added.',
  ),
  constraintRemoved: rule('CONSTRAINT_REMOVED', 'nb', 'One of these keywords was removed.'),
  constraintChanged: rule(
    'CONSTRAINT_CHANGED',
    'bb',
    'One of these keywords changed. Their values are not compared further.',
  ),
  discriminatorAdded: rule('DISCRIMINATOR_ADDED', 'nn', '`discriminator`, or a value of its `mapping`, was added.'),
  discriminatorRemoved: rule(
    'DISCRIMINATOR_REMOVED',
    'bb',
    '`discriminator`, or a value of its `mapping`, was removed.',
  ),
  discriminatorChanged: rule(
    'DISCRIMINATOR_CHANGED',
    'bb',
    'The discriminator has another property, or a value leads to another schema.',
  ),
  referenceMoved: rule(
    'REFERENCE_MOVED',
    'aa',
    'A `$ref` replaced an equal schema, was replaced by one, or leads to another definition that accepts the same values.',
  ),
  referenceChanged: rule(
    'REFERENCE_CHANGED',
    'bb',
    'A `$ref` leads to another place that was not compared: inside a definition, or beyond the limits of the comparison.',
  ),
};
