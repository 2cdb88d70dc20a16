import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery } from '../client/queries.ts';
import { mayOpen, pages } from '../client/pages.ts';
import type { Command } from './command.ts';
import { useShownVersion } from './use-shown-version.ts';

/** The pages and actions that the role of the session allows. */
export function useStaticCommands(showShortcuts: () => void): readonly Command[] {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const shown = useShownVersion();
  const role = session?.role ?? 'read';
  const action = (title: string, run: () => unknown, detail?: string): Command => ({
    id: `action ${title}`,
    group: 'Actions',
    title,
    ...(detail === undefined ? {} : { detail }),
    run: () => void run(),
  });
  return [
    ...pages
      .filter((page) => mayOpen(page, role))
      .map(({ to, name }): Command => ({ id: to, group: 'Pages', title: name, run: () => void navigate({ to }) })),
    { id: '/search', group: 'Pages', title: 'Search', run: () => void navigate({ to: '/search' }) },
    ...(shown === undefined
      ? []
      : [
          action('Compare this version', () =>
            navigate({ to: '/connectors/$connectorId/versions/$version/diff', params: shown }),
          ),
          ...(role === 'read'
            ? []
            : [action('Replace this version', () => navigate({ to: '/imports/new', search: shown }))]),
        ]),
    ...(role === 'read' ? [] : [action('New import', () => navigate({ to: '/imports/new' }), 'Upload a document')]),
    ...(role === 'operator' ? [action('New bulk run', () => navigate({ to: '/reimports/new' }))] : []),
    action('API documentation', () => open('/docs/', '_blank', 'noopener'), 'Opens another tab'),
    action('Keyboard shortcuts', showShortcuts),
  ];
}
