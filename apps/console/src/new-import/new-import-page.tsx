import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { formatBytes } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { type DocumentInfo, readInfo } from './read-info.ts';
import { SourceFields } from './source-fields.tsx';
import { type ImportForm, submitImport } from './submit-import.ts';
import { TagFields } from './tag-fields.tsx';
import { TargetFields } from './target-fields.tsx';
import { rememberForm } from './tried-forms.ts';

const route = getRouteApi('/signed-in/imports/new');

const emptyForm: ImportForm = { source: 'file', url: '', name: '', version: '', replaces: false, tags: [] };

/** Imports a document, or tries it. Then the page becomes that of the import. */
export function NewImportPage() {
  const organisation = useOrganisation();
  const mayImport = useMayImport();
  const navigate = useNavigate();
  const { connectorId, version } = route.useSearch();
  const [form, setForm] = useState<ImportForm>({
    ...emptyForm,
    connectorId,
    version: version ?? '',
    replaces: version !== undefined,
  });
  const [info, setInfo] = useState<DocumentInfo>({});
  const [share, setShare] = useState(0);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (dryRun: boolean) => submitImport({ organisation, form, dryRun, onProgress: setShare }),
    onSuccess: ({ id }, dryRun) => {
      if (dryRun) rememberForm(id, form);
      return navigate({ to: '/imports/$importId', params: { importId: id } });
    },
  });
  const takeFile = (file: File): void => {
    setForm((before) => ({ ...before, file, tags: [] }));
    setInfo({});
    void readInfo(file).then(setInfo);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate(false);
  };
  const change = (part: Partial<ImportForm>): void => setForm((before) => ({ ...before, ...part }));
  const isReady = mayImport && (form.source === 'file' ? form.file !== undefined : form.url.trim() !== '');
  return (
    <>
      <PageHead
        title="New import"
        above={
          <Link to="/imports" className="link">
            Imports
          </Link>
        }
      >
        {mayImport
          ? 'An OpenAPI document becomes a version of a connector'
          : 'Importing needs a key with the role “import”'}
      </PageHead>
      <form onSubmit={submit} className="flex max-w-3xl flex-col gap-6">
        <div className="card p-4 sm:p-6">
          <SourceFields form={form} onFile={takeFile} onChange={change} />
        </div>
        <div className="card p-4 sm:p-6">
          <TargetFields form={form} info={info} onChange={change} />
        </div>
        <TagFields known={info.tags ?? []} chosen={form.tags} onChange={(tags) => change({ tags })} />
        <Submit isDisabled={!isReady || isPending} onDryRun={() => mutate(true)} />
        {isPending && <UploadBar share={share} bytes={form.source === 'file' ? form.file?.size : undefined} />}
        {error !== null && <FaultPanel error={error} />}
      </form>
    </>
  );
}

function Submit({ isDisabled, onDryRun }: { readonly isDisabled: boolean; readonly onDryRun: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button look="primary" type="submit" disabled={isDisabled}>
        Import
      </Button>
      <Button disabled={isDisabled} onClick={onDryRun}>
        Dry run
      </Button>
      <span className="text-sm text-quiet">A dry run stores nothing, and shows what an import would do.</span>
    </div>
  );
}

interface UploadBarProps {
  readonly share: number;
  /** Size of the file; undefined for a document that the service fetches. */
  readonly bytes: number | undefined;
}

function UploadBar({ share, bytes }: UploadBarProps) {
  if (bytes === undefined) return <p className="text-sm text-quiet">Submitting…</p>;
  return (
    <label className="flex flex-col gap-1 text-sm text-quiet">
      <span className="flex justify-between gap-3 tabular-nums">
        Uploading
        <span>
          {formatBytes(share * bytes)} of {formatBytes(bytes)}
        </span>
      </span>
      <progress className="h-2 w-full accent-accent" value={share} max={1} />
    </label>
  );
}
