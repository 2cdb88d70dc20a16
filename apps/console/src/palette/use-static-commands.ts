import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionQuery } from '../client/queries.ts';
import type { Command } from './command.ts';
import { useShownVersion } from './use-shown-version.ts';

const everyone = [
  ['/', 'Overview'],
  ['/imports', 'Imports'],
  ['/connectors', 'Connectors'],
  ['/webhooks', 'Webhooks'],
  ['/limits', 'Limits'],
] as const;

const operators = [
  ['/reimports', 'Bulk runs'],
  ['/keys', 'API keys'],
  ['/system', 'System'],
] as const;

/** The pages and actions that the role of the session allows. */
export function useStaticCommands(showShortcuts: () => void): readonly Command[] {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const shown = useShownVersion();
  const role = session?.role ?? 'read';
  const pages = [
    ...everyone,
    ...(role === 'read' ? [] : ([['/audit', 'Audit']] as const)),
    ...(role === 'operator' ? operators : []),
  ];
  const action = (title: string, run: () => unknown, detail?: string): Command => ({
    id: `action ${title}`,
    group: 'Actions',
    title,
    ...(detail === undefined ? {} : { detail }),
    run: () => void run(),
  });
  return [
    ...pages.map(([to, title]): Command => ({ id: to, group: 'Pages', title, run: () => void navigate({ to }) })),
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
