import { bodyRules } from './body-rules.ts';
import { definitionRules } from './definition-rules.ts';
import type { DiffRule } from './diff-rule.ts';
import { operationRules } from './operation-rules.ts';
import { parameterRules } from './parameter-rules.ts';
import { annotationRules } from './schema-annotation-rules.ts';
import { compositionRules } from './schema-composition-rules.ts';
import { limitRules } from './schema-limit-rules.ts';
import { propertyRules } from './schema-property-rules.ts';
import { typeRules } from './schema-type-rules.ts';
import { valueRules } from './schema-value-rules.ts';

/** All rules, by group. docs/diff.md is generated from this table. */
export const allDiffRules: readonly { readonly group: string; readonly rules: readonly DiffRule[] }[] = [
  { group: 'Actions and triggers', rules: Object.values(operationRules) },
  { group: 'Parameters', rules: Object.values(parameterRules) },
  { group: 'Bodies and responses', rules: Object.values(bodyRules) },
  { group: 'Definitions', rules: Object.values(definitionRules) },
  { group: 'Schemas: types', rules: Object.values(typeRules) },
  { group: 'Schemas: values', rules: Object.values(valueRules) },
  { group: 'Schemas: limits', rules: Object.values(limitRules) },
  { group: 'Schemas: properties', rules: Object.values(propertyRules) },
  { group: 'Schemas: composition and references', rules: Object.values(compositionRules) },
  { group: 'Schemas: annotations', rules: Object.values(annotationRules) },
];
