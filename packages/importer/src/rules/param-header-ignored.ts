import type { Rule } from './rule.ts';

export const paramHeaderIgnored: Rule = {
  code: 'PARAM_HEADER_IGNORED',
  severity: 'info',
  text: (count) =>
    `${count} header parameter(s) named Accept, Content-Type or Authorization were ignored, as OpenAPI says.`,
  meaning: 'These three headers are described by media types and security schemes instead.',
};
