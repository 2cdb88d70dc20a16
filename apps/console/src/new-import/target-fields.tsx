import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { connectorQuery, connectorsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Field } from '../parts/field.tsx';
import type { DocumentInfo } from './read-info.ts';
import type { ImportForm } from './submit-import.ts';

interface TargetFieldsProps {
  readonly form: ImportForm;
  readonly info: DocumentInfo;
  readonly onChange: (change: Partial<ImportForm>) => void;
}

/** Where the document goes: a new connector, or a version of one that exists. */
export function TargetFields({ form, info, onChange }: TargetFieldsProps) {
  const [isNew, setNew] = useState(form.connectorId === undefined);
  const choose = (next: boolean): void => {
    setNew(next);
    onChange({ connectorId: undefined });
  };
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 text-lg font-semibold">Into</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <Choice label="A new connector" isChosen={isNew} onChoose={() => choose(true)} />
        <Choice label="A connector that exists" isChosen={!isNew} onChoose={() => choose(false)} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {isNew ? (
          <Field
            label="Name"
            value={form.name}
            placeholder={info.title ?? 'title of the document'}
            onChange={(name) => onChange({ name })}
          />
        ) : (
          <ConnectorSearch chosen={form.connectorId} onChoose={(connectorId) => onChange({ connectorId })} />
        )}
        <Field
          label={isNew ? 'Version' : 'Version (required)'}
          value={form.version}
          placeholder={info.version ?? 'version of the document'}
          onChange={(version) => onChange({ version })}
        />
      </div>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={form.replaces}
          onChange={(event) => onChange({ replaces: event.target.checked })}
        />
        Replace a draft of this version, and keep the ids of its actions
      </label>
    </fieldset>
  );
}

function Choice({ label, isChosen, onChoose }: { label: string; isChosen: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input type="radio" name="target" className="size-4 accent-accent" checked={isChosen} onChange={onChoose} />
      {label}
    </label>
  );
}

interface ConnectorSearchProps {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** Searches connectors by name, and offers those that match. */
function ConnectorSearch({ chosen, onChoose }: ConnectorSearchProps) {
  const [text, setText] = useState('');
  const name = useDeferredValue(text.trim());
  const { data } = useQuery(connectorsQuery(useOrganisation(), name === '' ? {} : { name }));
  const organisation = useOrganisation();
  // The chosen connector may be on another page of the list.
  const { data: own } = useQuery({ ...connectorQuery(organisation, chosen ?? ''), enabled: chosen !== undefined });
  const others = data?.connectors.filter(({ id }) => id !== own?.id) ?? [];
  const selectId = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label className="flex flex-col gap-1.5">
        <span className="font-medium">Search by name</span>
        <input className="field" type="search" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <label className="sr-only" htmlFor={selectId}>
        Connector
      </label>
      <select
        id={selectId}
        className="field"
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">{data === undefined ? 'Loading…' : `${data.totalCount} found, choose one`}</option>
        {[...(own === undefined ? [] : [own]), ...others].map((connector) => (
          <option key={connector.id} value={connector.id}>
            {connector.name}
          </option>
        ))}
      </select>
    </div>
  );
}
