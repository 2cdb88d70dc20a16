import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

/** Copies a text, and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm text-sm text-accent hover:underline"
    >
      <Icon size={14} aria-hidden />
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  );
}
