import type { VersionDiff } from '@connectory/client';
import rules from './diff-rules.json' with { type: 'json' };

type ChangeClassName = VersionDiff['entries'][number]['class'];

interface DiffRule {
  readonly meaning: string;
  readonly sent: string;
  readonly received: string;
}

const known: Readonly<Record<string, DiffRule>> = rules;

/** The rule of a change as a sentence, and why the change has its class. */
export function ruleSentence(code: string, name: ChangeClassName): string {
  const rule = known[code];
  if (rule === undefined) return '';
  const meaning = rule.meaning.replaceAll('`', '').replaceAll(/\[([^[\]]*)\]\([^()[\]]*\)/g, '$1');
  return `${meaning} ${reasonOf(rule, name)}`;
}

function reasonOf({ sent, received }: DiffRule, name: ChangeClassName): string {
  if (sent === received) return `It is always ${sent === 'annotation' ? 'an annotation' : sent}.`;
  if (name !== sent && name !== received) return '';
  const [side, other] = name === sent ? ['send', received] : ['receive', sent];
  const opposite = side === 'send' ? 'receive' : 'send';
  return `It is ${name} where users ${side} the data, and ${other} where they ${opposite} it.`;
}
