import { useEffect } from 'react';
import { isTyping } from './is-typing.ts';

/** The links of rows that lead to one thing: of tables and lists. */
const rowLinks = 'main [data-row] a[href]';

/** `j` and `k` go to the next and the previous row of the page, which Enter opens. */
export function useRowKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : undefined;
      // A list of actions has moved already.
      if (step === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event)) return;
      const links = firstLinks();
      const present = links.findIndex((link) => link === document.activeElement);
      const next = present === -1 ? links.at(step === 1 ? 0 : -1) : links[present + step];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** One link of each row. */
function firstLinks(): readonly HTMLElement[] {
  const rows = new Map<Element | null, HTMLElement>();
  for (const link of document.querySelectorAll<HTMLElement>(rowLinks)) {
    const row = link.closest('[data-row]');
    if (!rows.has(row)) rows.set(row, link);
  }
  return [...rows.values()];
}
