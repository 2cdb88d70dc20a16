import { Link } from '@tanstack/react-router';
import type { VersionOf } from '../client/address.ts';
import type { EntityKind } from '../client/entity-queries.ts';

interface EntityLinkProps {
  readonly of: Pick<VersionOf, 'connectorId' | 'version'>;
  readonly kind: EntityKind;
  readonly name: string;
}

/** Leads to an action, trigger or definition of a version by its name. */
export function EntityLink({ of: { connectorId, version }, kind, name }: EntityLinkProps) {
  return (
    <Link
      to={`/connectors/$connectorId/versions/$version/${kind}s/$name`}
      params={{ connectorId, version, name }}
      className="link min-w-0 font-mono text-sm wrap-anywhere"
    >
      {name}
    </Link>
  );
}
