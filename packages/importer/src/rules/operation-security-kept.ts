import type { Rule } from './rule.ts';

export const operationSecurityKept: Rule = {
  code: 'OPERATION_SECURITY_KEPT',
  severity: 'info',
  text: (count) =>
    `${count} operation(s) name the security schemes that they need; a connector holds schemes for all, so that this is kept under "openapi".`,
  meaning: '`security` of an operation.',
};
