import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { EntityKind } from '../client/entity-queries.ts';
import { useLock } from '../client/use-lock.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

interface NewEntityLinkProps {
  readonly kind: EntityKind;
  readonly of: { readonly connectorId: string; readonly version: string };
}

/** Leads to the form of a new entity. It is disabled where the version cannot be changed. */
export function NewEntityLink({ kind, of }: NewEntityLinkProps) {
  const locked = useLock({ organisation: useOrganisation(), ...of });
  const words = (
    <>
      <Plus size={16} aria-hidden />
      New {kind}
    </>
  );
  if (!useMayImport()) return <LockedButton role="import">{words}</LockedButton>;
  if (locked !== undefined)
    return (
      <Button disabled title={locked}>
        {words}
      </Button>
    );
  return (
    <Link to="/connectors/$connectorId/versions/$version/new/$kind" params={{ ...of, kind }} className={buttonClass()}>
      {words}
    </Link>
  );
}
