import type { SessionResource } from '@connectory/client';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Lock, Menu, X } from 'lucide-react';
import { useState } from 'react';
import { Keys } from '../palette/keys.tsx';
import { Account, Caller } from './account.tsx';
import { Mark } from './mark.tsx';
import { NeedsRole } from './needs-role.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { mayOpen, neededRole, type Page, pageOf, pages } from '../client/pages.ts';
import { ThemeButton } from './theme-button.tsx';

const linkClass =
  'inline-flex min-h-9 items-center rounded-md px-2 whitespace-nowrap text-quiet hover:bg-sunken hover:text-ink sm:px-3 aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent';

/** The frame of all pages of a session. */
export function Shell({ session }: { readonly session: SessionResource }) {
  const [isOpen, open] = useState(false);
  const shown = useLocation({ select: ({ pathname }) => pageOf(pathname) });
  const locked = shown === undefined || mayOpen(shown, session.role) ? undefined : shown;
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:bg-surface focus:p-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-10 border-b border-line bg-surface">
        <div className="mx-auto flex h-14 max-w-7xl items-center gap-2 px-4 sm:gap-4 sm:px-6">
          <Link to="/" className="flex items-center gap-2 font-semibold tracking-tight" aria-label="Connectory">
            <Mark />
            <span className="hidden sm:inline">Connectory</span>
          </Link>
          <MainPages role={session.role} className="hidden min-w-0 gap-1 overflow-x-auto xl:flex" />
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <Keys />
            <ThemeButton />
            <Account session={session} />
            <MenuButton isOpen={isOpen} onToggle={() => open(!isOpen)} />
          </div>
        </div>
        {isOpen && (
          <div id="menu" className="border-t border-line px-4 py-2 sm:px-6 xl:hidden">
            {/* A click on a link, also by the keyboard, closes the menu. */}
            <div
              role="presentation"
              onClick={() => open(false)}
              onKeyDown={({ key }) => key === 'Escape' && open(false)}
            >
              <MainPages role={session.role} className="flex flex-col" />
            </div>
            <div className="mt-2 border-t border-line px-2 pt-3 pb-1 sm:px-3 md:hidden">
              <Caller session={session} />
            </div>
          </div>
        )}
      </header>
      <OutageBanner />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 sm:px-6 sm:py-8">
        {locked === undefined ? <Outlet /> : <NeedsRole page={locked} session={session} />}
      </main>
    </div>
  );
}

/** Opens the menu of pages on narrow screens. */
function MenuButton({ isOpen, onToggle }: { readonly isOpen: boolean; readonly onToggle: () => void }) {
  const Icon = isOpen ? X : Menu;
  return (
    <button
      type="button"
      aria-label="Menu"
      aria-expanded={isOpen}
      aria-controls={isOpen ? 'menu' : undefined}
      onClick={onToggle}
      className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink xl:hidden"
    >
      <Icon size={20} aria-hidden />
    </button>
  );
}

/** All pages. Those that the role does not allow are disabled, and name the role that does. */
function MainPages({ role, className }: Pick<SessionResource, 'role'> & { readonly className: string }) {
  return (
    <nav aria-label="Main" className={className}>
      {pages.map((page) =>
        mayOpen(page, role) ? (
          <Link key={page.to} to={page.to} activeOptions={{ exact: page.to === '/' }} className={linkClass}>
            {page.name}
          </Link>
        ) : (
          <LockedPage key={page.to} page={page} />
        ),
      )}
    </nav>
  );
}

function LockedPage({ page }: { readonly page: Page }) {
  const needs = `needs the role “${neededRole(page)}”`;
  return (
    <a
      role="link"
      tabIndex={0}
      aria-disabled
      aria-label={`${page.name}, ${needs}`}
      title={`${page.name} ${needs}`}
      className="inline-flex min-h-9 cursor-not-allowed items-center gap-1 rounded-md px-2 whitespace-nowrap text-quiet opacity-80 sm:px-3"
    >
      {page.name}
      <Lock size={12} aria-hidden />
    </a>
  );
}
