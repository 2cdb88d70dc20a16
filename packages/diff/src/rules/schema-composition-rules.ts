import { rule } from './diff-rule.ts';

/** Schemas put together of others, and references. */
export const compositionRules = {
  unionAdded: rule('UNION_ADDED', 'bn', '`oneOf` or `anyOf` where there was none.'),
  unionRemoved: rule('UNION_REMOVED', 'nb', '`oneOf` or `anyOf` is gone.'),
  unionBranchAdded: rule('UNION_BRANCH_ADDED', 'nb', 'One more branch of `oneOf` or `anyOf`.'),
  unionBranchRemoved: rule('UNION_BRANCH_REMOVED', 'bn', 'A branch of `oneOf` or `anyOf` is gone.'),
  allOfBranchAdded: rule('ALL_OF_BRANCH_ADDED', 'bn', 'One more schema that `allOf` demands.'),
  allOfBranchRemoved: rule('ALL_OF_BRANCH_REMOVED', 'nb', 'A schema that `allOf` demanded is gone.'),
  constraintAdded: rule(
    'CONSTRAINT_ADDED',
    'bn',
    '`not`, `if`, `contains`, `dependentRequired` and their like, where there was none.',
  ),
  constraintRemoved: rule('CONSTRAINT_REMOVED', 'nb', 'One of these is gone.'),
  constraintChanged: rule(
    'CONSTRAINT_CHANGED',
    'bb',
    'One of these is another: which values both allow is not worked out.',
  ),
  discriminatorAdded: rule(
    'DISCRIMINATOR_ADDED',
    'nn',
    '`discriminator` where there was none, or one more value in its `mapping`.',
  ),
  discriminatorRemoved: rule('DISCRIMINATOR_REMOVED', 'bb', '`discriminator`, or a value of its `mapping`, is gone.'),
  discriminatorChanged: rule('DISCRIMINATOR_CHANGED', 'bb', 'Another property, or another schema for a value.'),
  referenceMoved: rule(
    'REFERENCE_MOVED',
    'aa',
    'A `$ref` instead of the schema itself, the other way round, or to another definition, that allows the same.',
  ),
  referenceChanged: rule(
    'REFERENCE_CHANGED',
    'bb',
    'A `$ref` to another place that was not compared: one within a definition, or too many at once.',
  ),
};
