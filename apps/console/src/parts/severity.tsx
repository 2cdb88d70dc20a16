import { Info, OctagonX, TriangleAlert } from 'lucide-react';

export type SeverityName = 'info' | 'warning' | 'error';

const severities = {
  error: { word: 'Error', icon: OctagonX, look: 'text-bad' },
  warning: { word: 'Warning', icon: TriangleAlert, look: 'text-warn' },
  info: { word: 'Info', icon: Info, look: 'text-info' },
} as const;

/** The severity of a message, by word and shape. */
export function Severity({ severity }: { readonly severity: SeverityName }) {
  const { word, icon: Icon, look } = severities[severity];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look}`}>
      <Icon size={16} aria-hidden />
      {word}
    </span>
  );
}
