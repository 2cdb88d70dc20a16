import type { Rule } from '@connectory/importer';

export const yamlKeyNotString: Rule = {
  code: 'YAML_KEY_NOT_STRING',
  severity: 'warning',
  text: (count) =>
    `${count} mapping(s) with a mapping as key, read as "[object Object]". Quote keys that start with a brace.`,
  meaning: 'A YAML key is a mapping, as in the unquoted `{id}:` or a template such as `{{ name }}:`.',
};
