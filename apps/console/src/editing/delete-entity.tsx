import { useMutation } from '@tanstack/react-query';
import { type EntityOf, entityPath } from '../client/entity-queries.ts';
import type { ApiFault } from '../client/api-fault.ts';
import { apiDelete } from '../client/call-api.ts';
import { counted } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { forgetLists } from './use-editor.ts';

interface DeleteEntityProps {
  readonly entity: EntityOf;
  readonly etag: string;
  readonly isDisabled: boolean;
  readonly onDeleted: () => void;
  /** Called when the deletion was refused because the entity changed. */
  readonly onCollision: (error: unknown) => void;
}

/** Deletes an entity after a confirmation. One that others refer to is deleted after a second question. */
export function DeleteEntity({ entity, etag, isDisabled, onDeleted, onCollision }: DeleteEntityProps) {
  const { name } = entity;
  const { mutate, isPending, error } = useMutation({
    mutationFn: (force: boolean) => apiDelete(entityPath(entity), { etag, query: force ? { force } : {} }),
    onSuccess: async () => {
      onDeleted();
      await forgetLists();
    },
    onError: onCollision,
  });
  const fault = error as ApiFault | null;
  return (
    <>
      <ConfirmButton word="Delete" subject={name} disabled={isDisabled || isPending} onConfirm={() => mutate(false)} />
      {fault?.definition !== undefined && (
        <StillUsed fault={fault} name={name} isPending={isPending} onForce={() => mutate(true)} />
      )}
      {fault !== null && fault.definition === undefined && fault.code !== 'entity_changed' && (
        <div className="w-full">
          <FaultPanel error={fault} />
        </div>
      )}
    </>
  );
}

interface StillUsedProps {
  readonly fault: ApiFault;
  readonly name: string;
  readonly isPending: boolean;
  readonly onForce: () => void;
}

const shownNames = 30;

function StillUsed({ fault: { definition }, name, isPending, onForce }: StillUsedProps) {
  const users = definition?.referencedBy ?? [];
  return (
    <div role="alert" className="card w-full border-l-4 border-l-warn p-4">
      <p className="font-medium">
        {counted(users.length, 'entity refers', 'entities refer')} to {name}. It was not deleted.
      </p>
      <p className="mt-2 flex flex-wrap gap-1.5">
        {users.slice(0, shownNames).map(({ id, type, name: user }) => (
          <Tag key={id}>
            {type} {user}
          </Tag>
        ))}
        {users.length > shownNames && <span className="text-sm text-quiet">and {users.length - shownNames} more</span>}
      </p>
      <p className="mt-2 text-quiet">
        If it is deleted anyway, they keep their references and get errors, and the version cannot be published until a
        definition of this name exists again.
      </p>
      <Button className="mt-3 text-bad" disabled={isPending} onClick={onForce}>
        Delete {name} anyway
      </Button>
    </div>
  );
}
