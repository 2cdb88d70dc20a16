import type { AuthSchemeEditList, ConnectorResource } from '@connectory/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { describeScheme, schemeWords } from '../auth-schemes/scheme-types.ts';
import { type ConnectorOf, connectorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { queryClient } from '../client/query-client.ts';
import { type AuthScheme, schemeEditsQuery } from '../client/scheme-queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { EditedTag } from '../parts/edited-tag.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

const needsRole = 'Needs the role “import”.';

/** The auth schemes of a connector, in order of preference, and those that a user deleted. */
export function AuthSchemes({ connector: { id, authSchemeConfigs } }: { readonly connector: ConnectorResource }) {
  const of = { organisation: useOrganisation(), connectorId: id };
  const { data } = useQuery(schemeEditsQuery(of));
  const edits = data?.edits ?? [];
  const present = new Set(authSchemeConfigs.map((scheme) => scheme.id));
  // The two responses may be of different moments.
  const deleted = edits.filter((edit) => edit.state === 'deleted' && !present.has(edit.id));
  const revert = useRevert(of);
  return (
    <section aria-labelledby="auth-schemes">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="auth-schemes" className="text-lg font-semibold">
          Auth schemes <span className="ml-1 font-normal text-quiet">{authSchemeConfigs.length}</span>
        </h2>
        <NewSchemeLink connectorId={id} />
      </div>
      {revert.error !== null && (
        <div className="mb-3">
          <FaultPanel error={revert.error} />
        </div>
      )}
      <ul className="card divide-y divide-line overflow-hidden">
        {authSchemeConfigs.map((scheme) => (
          <SchemeRow
            key={scheme.id}
            connectorId={id}
            scheme={scheme}
            edit={edits.find((each) => each.id === scheme.id && each.state === 'edited')}
            onRevert={revert.mutate}
          />
        ))}
        {deleted.map((edit) => (
          <DeletedRow key={edit.id} edit={edit} onRevert={revert.mutate} />
        ))}
        {authSchemeConfigs.length + deleted.length === 0 && (
          <li className="p-4 text-quiet sm:px-5">
            None: the API is open to everyone, or its document states no schemes.
          </li>
        )}
      </ul>
    </section>
  );
}

function useRevert(of: ConnectorOf) {
  return useMutation({
    mutationFn: (id: string) =>
      apiPost(connectorPath(of, '/auth-scheme-configs/{auth_scheme_config_id}/revert', { auth_scheme_config_id: id })),
    onSuccess: () =>
      Promise.all(
        ['connector', 'scheme-edits', 'entity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  });
}

function NewSchemeLink({ connectorId }: { readonly connectorId: string }) {
  const words = (
    <>
      <Plus size={16} aria-hidden />
      New auth scheme
    </>
  );
  if (!useMayImport()) return <LockedButton role="import">{words}</LockedButton>;
  return (
    <Link to="/connectors/$connectorId/new-auth-scheme" params={{ connectorId }} className={buttonClass()}>
      {words}
    </Link>
  );
}

type SchemeEdit = AuthSchemeEditList['edits'][number];

const rowClass = 'relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5';

interface SchemeRowProps {
  readonly connectorId: string;
  readonly scheme: AuthScheme;
  readonly edit: SchemeEdit | undefined;
  readonly onRevert: (id: string) => void;
}

function SchemeRow({ connectorId, scheme, edit, onRevert }: SchemeRowProps) {
  const { id, key, schemeType } = scheme;
  const name = key ?? schemeWords[schemeType];
  return (
    <li className={`${rowClass} hover:bg-sunken`}>
      <Link
        to="/connectors/$connectorId/auth-schemes/$schemeId"
        params={{ connectorId, schemeId: id }}
        className="min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
      >
        {name}
      </Link>
      {edit !== undefined && <EditedTag edit={{ state: edit.state, name }} />}
      <span className="min-w-0 text-sm text-quiet wrap-anywhere">
        {[key === undefined ? undefined : schemeWords[schemeType], describeScheme(scheme)].filter(Boolean).join(' · ')}
      </span>
      {edit !== undefined && <RevertButton name={name} onRevert={() => onRevert(id)} />}
    </li>
  );
}

interface DeletedRowProps {
  readonly edit: SchemeEdit;
  readonly onRevert: (id: string) => void;
}

function DeletedRow({ edit: { id, key, schemeType, state }, onRevert }: DeletedRowProps) {
  const type = schemeType as AuthScheme['schemeType'];
  const name = key ?? schemeWords[type];
  return (
    <li className={rowClass}>
      <span className="min-w-0 text-quiet wrap-anywhere line-through">{name}</span>
      <EditedTag edit={{ state, name }} />
      <span className="text-sm text-quiet">{schemeWords[type]}</span>
      <RevertButton name={name} onRevert={() => onRevert(id)} />
    </li>
  );
}

function RevertButton({ name, onRevert }: { readonly name: string; readonly onRevert: () => void }) {
  const mayImport = useMayImport();
  return (
    <ConfirmButton
      word="Revert"
      subject={name}
      className="relative ml-auto"
      disabled={!mayImport}
      title={mayImport ? 'Makes it as the document last had it, without a secret' : needsRole}
      onConfirm={onRevert}
    />
  );
}
