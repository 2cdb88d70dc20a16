import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { operatorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Field, SelectField } from '../parts/field.tsx';

const roles = { read: 'read', import: 'import', operator: 'operator, in every organisation' } as const;

/** Creates a key. Its token is shown once. */
export function NewKey() {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<keyof typeof roles>('import');
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () =>
      apiPost(operatorPath('/keys'), {
        name,
        role,
        ...(role === 'operator' ? {} : { organisationId: organisation }),
      }),
    onSuccess: () => {
      setName('');
      return client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <form
      className="card mb-6 flex flex-col gap-4 p-4 sm:p-5"
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <div className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <Field label="Name of a new key" value={name} placeholder="ci" onChange={setName} />
        <SelectField label="Role" value={role} options={roles} onChange={setRole} />
        <Button look="primary" type="submit" disabled={isPending || name.trim() === ''}>
          Create
        </Button>
      </div>
      {error !== null && <FaultPanel error={error} />}
      {data !== undefined && (
        <p role="status" className="flex flex-wrap items-center gap-3">
          <span>Copy the key now, it is shown only here:</span>
          <code className="font-mono text-sm wrap-anywhere">{data.token}</code>
          <CopyButton text={data.token} label="Copy key" />
        </p>
      )}
    </form>
  );
}
