import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const linkOperationUnknown: Rule = {
  code: 'LINK_OPERATION_UNKNOWN',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'link')} to operations that the document does not have, kept as written. Correct the operationId or operationRef.`,
  meaning: 'The `operationId` of a link is that of no operation, or its `operationRef` leads nowhere.',
};
