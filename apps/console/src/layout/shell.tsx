import type { SessionResource } from '@connectory/client';
import { Link, Outlet } from '@tanstack/react-router';
import { Menu, X } from 'lucide-react';
import { useState } from 'react';
import { Keys } from '../palette/keys.tsx';
import { Account } from './account.tsx';
import { Mark } from './mark.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { ThemeButton } from './theme-button.tsx';

const linkClass =
  'inline-flex min-h-9 items-center rounded-md px-2 whitespace-nowrap text-quiet hover:bg-sunken hover:text-ink sm:px-3 aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent';

/** The frame of all pages of a session. */
export function Shell({ session }: { readonly session: SessionResource }) {
  const [isOpen, open] = useState(false);
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
          <MainPages role={session.role} className="hidden min-w-0 gap-1 overflow-x-auto lg:flex" />
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <Keys />
            <ThemeButton />
            <Account session={session} />
            <MenuButton isOpen={isOpen} onToggle={() => open(!isOpen)} />
          </div>
        </div>
        {isOpen && (
          // A click on a link, also by the keyboard, closes the menu.
          <div
            id="menu"
            role="presentation"
            className="border-t border-line px-4 py-2 sm:px-6 lg:hidden"
            onClick={() => open(false)}
            onKeyDown={({ key }) => key === 'Escape' && open(false)}
          >
            <MainPages role={session.role} className="flex flex-col" />
          </div>
        )}
      </header>
      <OutageBanner />
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 sm:px-6 sm:py-8">
        <Outlet />
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
      className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink lg:hidden"
    >
      <Icon size={20} aria-hidden />
    </button>
  );
}

const everyone = ['read', 'import', 'operator'] as const;

const pages = [
  { to: '/', name: 'Overview', roles: everyone },
  { to: '/imports', name: 'Imports', roles: everyone },
  { to: '/connectors', name: 'Connectors', roles: everyone },
  { to: '/reimports', name: 'Bulk runs', roles: ['operator'] },
  { to: '/keys', name: 'Keys', roles: ['operator'] },
  { to: '/audit', name: 'Audit', roles: ['import', 'operator'] },
  { to: '/webhooks', name: 'Webhooks', roles: everyone },
  { to: '/limits', name: 'Limits', roles: everyone },
  { to: '/system', name: 'System', roles: ['operator'] },
] as const;

/** The pages that the role allows. */
function MainPages({ role, className }: Pick<SessionResource, 'role'> & { readonly className: string }) {
  const allowed = pages.filter(({ roles }) => roles.some((one) => one === role));
  return (
    <nav aria-label="Main" className={className}>
      {allowed.map(({ to, name }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === '/' }} className={linkClass}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
