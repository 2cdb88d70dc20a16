import type { Rule } from '@connectory/importer';

export const yamlTagIgnored: Rule = {
  code: 'YAML_TAG_IGNORED',
  severity: 'warning',
  text: (count) => `${count} YAML tag(s) were ignored. Values under them are taken as they are written.`,
  meaning: 'A YAML tag such as `!secret` was ignored; the value under it is taken as written.',
};
