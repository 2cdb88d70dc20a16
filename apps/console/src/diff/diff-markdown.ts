import type { VersionDiff } from '@connectory/client';
import { changeClasses, classWord } from '../parts/change-class.tsx';
import { breakSentence } from './break-sentence.ts';

/** The diff as Markdown, for a ticket or a message. */
export function diffMarkdown(diff: VersionDiff): string {
  const sections = changeClasses.flatMap((name) => {
    const entries = diff.entries.filter((entry) => entry.class === name);
    if (entries.length === 0) return [];
    const lines = entries.map((entry) => {
      const codes = [...new Set(entry.changes.map(({ code }) => code))].map((code) => `\`${code}\``).join(', ');
      return `- ${entry.kind} \`${entry.name}\` ${entry.change}: ${codes}`;
    });
    return ['', `## ${classWord(name)}`, '', ...lines];
  });
  const title = `# ${diff.from.version} → ${diff.to.version}`;
  return `${[title, '', breakSentence(diff), ...sections].join('\n')}\n`;
}
