import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** Whether the field is what the page is for, and has the focus at first. */
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}

/** A search field. The key `/` goes to it. */
export function SearchField({ label, value, isFirst = false, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  return (
    <div className="relative">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 text-quiet" />
      <input
        ref={field}
        autoFocus={isFirst}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={`${label}  /`}
        className="field pl-8.5"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
