import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery } from '../client/queries.ts';
import { mayOpen, neededRole, type Page, pages, type Role } from '../client/pages.ts';
import type { Command } from './command.ts';
import { useShownVersion } from './use-shown-version.ts';

/** All pages and actions. Those that the role of the session does not allow name the role that does. */
export function useStaticCommands(showShortcuts: () => void): readonly Command[] {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const shown = useShownVersion();
  const role = session?.role ?? 'read';
  const action = (title: string, run: () => unknown, more: Pick<Command, 'detail' | 'needs'> = {}): Command => ({
    id: `action ${title}`,
    group: 'Actions',
    title,
    ...more,
    run: () => void run(),
  });
  const forImport = role === 'read' ? { needs: 'import' } : {};
  const forOperator = role === 'operator' ? {} : { needs: 'operator' };
  return [
    ...pages.map((page) => pageCommand(page, role, () => void navigate({ to: page.to }))),
    { id: '/search', group: 'Pages', title: 'Search', run: () => void navigate({ to: '/search' }) },
    ...(shown === undefined
      ? []
      : [
          action('Compare this version', () =>
            navigate({ to: '/connectors/$connectorId/versions/$version/diff', params: shown }),
          ),
          action('Replace this version', () => navigate({ to: '/imports/new', search: shown }), forImport),
        ]),
    action('New import', () => navigate({ to: '/imports/new' }), { detail: 'Upload a document', ...forImport }),
    action('New bulk run', () => navigate({ to: '/reimports/new' }), forOperator),
    action('API documentation', () => open('/docs/', '_blank', 'noopener'), { detail: 'Opens another tab' }),
    action('Keyboard shortcuts', showShortcuts),
  ];
}

function pageCommand(page: Page, role: Role, run: () => void): Command {
  const locked = mayOpen(page, role) ? {} : { needs: neededRole(page) };
  return { id: page.to, group: 'Pages', title: page.name, ...locked, run };
}
