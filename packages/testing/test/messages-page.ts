import { reimportReasons } from '@connectory/lifecycle';
import { messageTables } from './message-tables.ts';

const introduction = `# Messages

An import reports what it could not take over as written. Each rule that applies gives one message, and each code is
stable.

## Example

\`\`\`json
{
  "code": "PARAM_NOT_SCALAR",
  "severity": "warning",
  "text": "[PARAM_NOT_SCALAR] 1 parameter imported as a string: …",
  "detail": ["/paths/~1users/get/parameters/0 (line 12, column 11): query parameter filter"],
  "locations": [{ "pointer": "/paths/~1users/get/parameters/0", "line": 12, "column": 11 }]
}
\`\`\`

\`text\` starts with the code and gives the number of places. \`detail\` and \`locations\` list the first hundred places:
a JSON Pointer into the uploaded document, with line and column. In an archive, the file comes first:
\`schemas/pet.yaml#/Pet\`. \`GET …/imports/{id}/messages\` lists all places.

## Severity

| severity | meaning |
| --- | --- |
| \`error\` | Something could not be imported. With \`strict\`, the import fails. |
| \`warning\` | It was imported, but not as written. |
| \`info\` | It was imported. The message is worth knowing. |

<!-- Written from the rules in the sources by \`npm run golden\`. -->
`;

/** The text of docs/messages.md. */
export function writeMessagesPage(): string {
  const sections = messageTables.map(({ title, rules }) => {
    const rows = rules.map(({ code, severity, text, meaning }) =>
      [`| \`${code}\``, severity, escapeCell(withoutCount(text(2))), `${escapeCell(meaning)} |`].join(' | '),
    );
    return `\n## ${title}\n\n| code | severity | text | when |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return introduction + sections.join('') + writeReasons();
}

/** The reasons of bulk re-imports. They are codes of errors, not of messages. */
function writeReasons(): string {
  const rows = reimportReasons.map(({ code, of, meaning }) => `| \`${code}\` | ${of} | ${escapeCell(meaning)} |`);
  const head = '| code | of | when |\n| --- | --- | --- |';
  return `\n## Bulk re-imports\n\nWhy an item was skipped (\`error\`), or a run stopped (\`reason\`).\n\n${head}\n${rows.join('\n')}\n`;
}

function withoutCount(text: string): string {
  return text.replace(/^2 /, 'N ');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
