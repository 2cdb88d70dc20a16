import type { Rule } from './rule.ts';

export const parameterHeaderIgnored: Rule = {
  code: 'PARAMETER_HEADER_IGNORED',
  severity: 'info',
  text: (count) =>
    `${count} header parameter(s) named Accept, Content-Type or Authorization were ignored, as OpenAPI says.`,
  meaning: 'These three headers are described by media types and security schemes instead.',
};
