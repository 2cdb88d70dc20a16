import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramHeaderIgnored: Rule = {
  code: 'PARAM_HEADER_IGNORED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'header parameter')} named Accept, Content-Type or Authorization, ignored as OpenAPI requires. Nothing to do.`,
  meaning: 'A header parameter with one of these names. Media types and security schemes describe these headers.',
};
