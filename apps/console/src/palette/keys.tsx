import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { isTyping } from './is-typing.ts';
import { useRowKeys } from './use-row-keys.ts';

const loadPalette = async () => ({ default: (await import('./command-palette.tsx')).CommandPalette });
const CommandPalette = lazy(loadPalette);
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts.tsx')).Shortcuts }));

const pages = { o: '/', s: '/search', i: '/imports', c: '/connectors', r: '/reimports' } as const;

/** After this time the page is there, with which the palette would compete. */
const paletteDelayMs = 1_000;

/** How long `g` waits for the next key. */
const sequenceMs = 1_500;

type Shown = 'palette' | 'shortcuts';

/** The keys that all pages have, and the button of the palette. */
export function Keys() {
  const [shown, show] = useState<Shown>();
  useKeys(show);
  useRowKeys();
  useEffect(() => {
    // What is typed right after the keys must not be lost while the palette loads. A failure shows when it is opened.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), paletteDelayMs);
    return () => clearTimeout(timer);
  }, []);
  const close = (): void => show(undefined);
  return (
    <>
      <button
        type="button"
        onClick={() => show('palette')}
        aria-label="Commands"
        aria-keyshortcuts="Control+K Meta+K"
        title="Commands (Ctrl K)"
        className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
      >
        <Search size={18} aria-hidden />
      </button>
      <Suspense>
        {shown === 'palette' && <CommandPalette onClose={close} showShortcuts={() => show('shortcuts')} />}
        {shown === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </>
  );
}

function useKeys(show: (what: Shown) => void): void {
  const navigate = useNavigate();
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        show('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const page = Object.entries(pages).find(([key]) => key === event.key)?.[1];
      const isSequence = event.timeStamp - pressedAt.current < sequenceMs;
      pressedAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (event.key === '?') show('shortcuts');
      else if (event.key === '/' && document.querySelector('main input[type=search]') === null) {
        // What is typed next goes into the field of the page.
        event.preventDefault();
        void navigate({ to: '/search' });
      } else if (isSequence && page !== undefined) void navigate({ to: page });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, show]);
}
