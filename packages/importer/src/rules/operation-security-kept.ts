import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const operationSecurityKept: Rule = {
  code: 'OPERATION_SECURITY_KEPT',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'operation')} with security requirements, kept under "openapi.security". Connectors hold schemes for all operations.`,
  meaning: 'An operation has `security`.',
};
