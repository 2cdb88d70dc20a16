import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMayImport } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

/** Leads to a new import. Where the role does not allow one, it is disabled and says which role does. */
export function NewImportLink() {
  const words = (
    <>
      <Plus size={16} aria-hidden />
      New import
    </>
  );
  if (!useMayImport()) return <LockedButton role="import">{words}</LockedButton>;
  return (
    <Link to="/imports/new" className={buttonClass('primary')}>
      {words}
    </Link>
  );
}
