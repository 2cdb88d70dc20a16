import { Link } from '@tanstack/react-router';
import type { EntityKind } from '../client/entity-queries.ts';

/** The lists of a version, as in addresses. */
export const listNames = { action: 'actions', trigger: 'triggers', definition: 'definitions' } as const;

interface EntityPathProps {
  readonly kind: EntityKind;
  readonly connectorId: string;
  readonly version: string;
}

/** Links to the version and to the list that an entity is in. */
export function EntityPath({ kind, connectorId, version }: EntityPathProps) {
  const params = { connectorId, version };
  return (
    <nav aria-label="Path" className="flex flex-wrap gap-x-2">
      <Link to="/connectors/$connectorId/versions/$version" params={params} className="link">
        Version {version}
      </Link>
      <span aria-hidden>/</span>
      {kind === 'action' ? (
        <Link to="/connectors/$connectorId/versions/$version" params={params} className="link">
          Actions
        </Link>
      ) : (
        <Link to={`/connectors/$connectorId/versions/$version/${listNames[kind]}`} params={params} className="link">
          {kind === 'trigger' ? 'Triggers' : 'Definitions'}
        </Link>
      )}
    </nav>
  );
}
