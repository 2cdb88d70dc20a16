import type { Rule } from '@connectory/importer';

export const yamlTagIgnored: Rule = {
  code: 'YAML_TAG_IGNORED',
  severity: 'warning',
  text: (count) => `${count} YAML tag(s) ignored: the value under each is kept as written. Remove the tag.`,
  meaning: 'A YAML tag such as `!secret`.',
};
