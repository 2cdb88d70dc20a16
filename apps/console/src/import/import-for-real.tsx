import type { ImportResource } from '@connectory/client';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { submitImport } from '../new-import/submit-import.ts';
import { formOf } from '../new-import/tried-forms.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultLine } from '../parts/fault-line.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

/** Imports the document of a dry run. After a reload the file is gone, and has to be chosen again. */
export function ImportForReal({ each }: { readonly each: ImportResource }) {
  const organisation = useOrganisation();
  const mayImport = useMayImport();
  const navigate = useNavigate();
  const form = formOf(each.id);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (tried: NonNullable<typeof form>) =>
      submitImport({ organisation, form: tried, dryRun: false, onProgress: () => undefined }),
    onSuccess: ({ id }) => navigate({ to: '/imports/$importId', params: { importId: id } }),
  });
  if (!mayImport) return <LockedButton role="import">Import it</LockedButton>;
  const { diff } = each.summary ?? {};
  if (form === undefined)
    return (
      <Link
        to="/imports/new"
        search={diff === undefined ? {} : { connectorId: each.connectorId, version: each.version }}
        className={buttonClass('primary')}
      >
        Import it
      </Link>
    );
  return (
    <>
      <Button look="primary" disabled={isPending} onClick={() => mutate(form)}>
        {form.replaces ? 'Replace the draft' : 'Import it'}
      </Button>
      <FaultLine error={error} />
    </>
  );
}
