import type { SessionResource } from '@connectory/client';

const everyone = ['read', 'import', 'operator'] as const;

/** The pages of the navigation, with the roles that may open them. */
export const pages = [
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

export type Page = (typeof pages)[number];

export type Role = SessionResource['role'];

export function mayOpen({ roles }: Page, role: Role): boolean {
  return roles.some((one) => one === role);
}

/** The lowest role that may open a page. */
export function neededRole({ roles }: Page): string {
  return roles[0];
}

/** The page to which an address below `/console` belongs. */
export function pageOf(pathname: string): Page | undefined {
  return pages.find(({ to }) => to !== '/' && (pathname === to || pathname.startsWith(`${to}/`)));
}
