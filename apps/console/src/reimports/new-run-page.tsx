import type { ReimportResource, RequestBodyOf } from '@connectory/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { operatorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { reimportQuery } from '../client/operator-queries.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { describeSelector } from './describe-run.ts';
import { emptyRunForm, type RunForm, toRequest } from './run-form.ts';
import { Selected } from './selected.tsx';

const route = getRouteApi('/signed-in/reimports/new');

/** A new bulk run: first a dry run, and then the same for real. */
export function NewRunPage() {
  const { like } = route.useSearch();
  const { data, error, refetch } = useQuery({ ...reimportQuery(like ?? ''), enabled: like !== undefined });
  return (
    <>
      <PageHead
        title="New bulk run"
        above={
          <Link to="/reimports" className="link">
            Bulk runs
          </Link>
        }
      >
        {like === undefined ? 'A dry run shows what would change. Nothing is written.' : 'The dry run, for real'}
      </PageHead>
      {like === undefined && <NewRunForm />}
      {like !== undefined && data === undefined && error === null && <Skeleton label="Loading the dry run" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Confirmation run={data} />}
    </>
  );
}

function useBegin() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (request: RequestBodyOf<'/api/operator/v1/reimports', 'post'>) =>
      apiPost(operatorPath('/reimports'), request),
    onSuccess: ({ id }) => navigate({ to: '/reimports/$reimportId', params: { reimportId: id } }),
  });
}

function NewRunForm() {
  const [form, setForm] = useState(emptyRunForm);
  const { mutate, isPending, error } = useBegin();
  const change = (part: Partial<RunForm>): void => setForm({ ...form, ...part });
  return (
    <form
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ ...toRequest(form), dryRun: true });
      }}
    >
      <SelectionFields form={form} onChange={change} />
      <Selected request={toRequest(form)} />
      <LimitFields form={form} onChange={change} />
      <Button look="primary" type="submit" disabled={isPending} className="self-start">
        Begin the dry run
      </Button>
      {error !== null && <FaultPanel error={error} />}
    </form>
  );
}

interface FieldsProps {
  readonly form: RunForm;
  readonly onChange: (part: Partial<RunForm>) => void;
}

/** Which versions, and what becomes of them. */
function SelectionFields({ form, onChange }: FieldsProps) {
  return (
    <fieldset className="card grid gap-4 p-4 sm:grid-cols-2 sm:p-6">
      <legend className="sr-only">Selection</legend>
      <SelectField
        label="Versions"
        value={form.versions}
        options={{ latest: 'The latest of each connector', drafts: 'All drafts', all: 'Every version' }}
        onChange={(versions) => onChange({ versions })}
      />
      <SelectField
        label="Target"
        value={form.target}
        options={{ 'new-version': 'A new version of each', 'replace-drafts': 'Replace drafts, and keep their ids' }}
        onChange={(target) => onChange({ target })}
      />
      <Field
        label="Made by an importer before"
        value={form.importerVersionBelow}
        placeholder="any importer"
        onChange={(importerVersionBelow) => onChange({ importerVersionBelow })}
      />
      <Field
        label="Connector ids"
        value={form.connectorIds}
        placeholder="all connectors"
        onChange={(connectorIds) => onChange({ connectorIds })}
      />
    </fieldset>
  );
}

/** When the run stops by itself, and how fast it goes. */
function LimitFields({ form, onChange }: FieldsProps) {
  return (
    <fieldset className="card grid gap-4 p-4 sm:grid-cols-3 sm:p-6">
      <legend className="sr-only">Limits</legend>
      <Field
        label="Canary"
        hint="These are imported first. The rest begins when none of them failed."
        type="number"
        value={form.canary}
        placeholder="none"
        onChange={(canary) => onChange({ canary })}
      />
      <Field
        label="Failure budget, %"
        hint="The run stops when more of all versions failed."
        type="number"
        value={form.failureBudget}
        placeholder="none"
        onChange={(failureBudget) => onChange({ failureBudget })}
      />
      <Field
        label="At a time"
        hint="More is faster, and slower for others."
        type="number"
        value={form.maxInFlight}
        placeholder="16"
        onChange={(maxInFlight) => onChange({ maxInFlight })}
      />
      <SelectField
        label="Edits by hand"
        value={form.edits}
        options={{ keep: 'Merge', discard: 'Discard', fail: 'Fail where there are some' }}
        onChange={(edits) => onChange({ edits })}
      />
    </fieldset>
  );
}

/** Begins the run that a dry run has tried. The number of versions is typed, so that no click alone begins it. */
function Confirmation({ run }: { readonly run: ReimportResource }) {
  const [typed, setTyped] = useState('');
  const { mutate, isPending, error } = useBegin();
  const { selector, target, total, counts, edits, maxInFlight, canary, failureBudget, versionTemplate } = run;
  const again = (): void =>
    mutate({
      selector,
      target,
      edits,
      maxInFlight,
      ...(canary === undefined ? {} : { canary: { count: canary.count, maxFailures: canary.maxFailures } }),
      ...(failureBudget === undefined ? {} : { failureBudget }),
      ...(versionTemplate === undefined ? {} : { versionTemplate }),
    });
  return (
    <form
      className="card flex max-w-3xl flex-col gap-4 p-4 sm:p-6"
      onSubmit={(event) => {
        event.preventDefault();
        again();
      }}
    >
      <p className="text-lg font-medium">
        {describeSelector(selector)}:{' '}
        {target === 'new-version'
          ? `up to ${counted(total, 'new version')}`
          : `up to ${counted(total, 'draft')} replaced`}
        .
      </p>
      <p className="text-quiet">
        The dry run would change {formatCount(counts['would-change'])}, and {formatCount(counts.failed)} failed.
      </p>
      <Field label={`Type ${total} to confirm`} type="number" value={typed} placeholder="" onChange={setTyped} />
      <Button look="primary" type="submit" disabled={isPending || typed !== String(total)} className="self-start">
        Begin the run
      </Button>
      {error !== null && <FaultPanel error={error} />}
    </form>
  );
}
