import type { Rule } from '@connectory/importer';

export const yamlKeyNotText: Rule = {
  code: 'YAML_KEY_NOT_TEXT',
  severity: 'warning',
  text: (count) =>
    `${count} mapping(s) have a key that is a mapping itself and is called [object Object]. Quote keys that begin with a brace.`,
  meaning:
    'A YAML key begins with a brace and is not quoted, as `{id}:` or the `{{ name }}:` of a template: it is a mapping, and no name.',
};
