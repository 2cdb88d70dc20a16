import type { ImportedEdits, ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { GitMerge, PenLine, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { importEditsQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { StatusLabel } from '../parts/status-label.tsx';
import { Values } from '../parts/values.tsx';

type Edit = ImportedEdits['edits'][number];

const fates = {
  conflicting: {
    word: 'Conflict',
    icon: TriangleAlert,
    look: 'text-warn',
    text: 'The document changed the same fields. The edit won.',
  },
  merged: { word: 'Merged', icon: GitMerge, look: 'text-info', text: 'The document changed other fields.' },
  dropped: {
    word: 'Dropped',
    icon: Trash2,
    look: 'text-quiet',
    text: 'The document says the same, lacks the deleted entity, or edits were discarded.',
  },
  kept: { word: 'Kept', icon: PenLine, look: 'text-ok', text: 'The document did not change what was edited.' },
} as const;

/** The effects of an import on the edits of its version, conflicts first. Absent without edits. */
export function EditResults({ each }: { readonly each: ImportResource }) {
  const counts = each.summary?.edits;
  const total = counts === undefined ? 0 : counts.kept + counts.merged + counts.conflicts + counts.dropped;
  const { data, error, refetch } = useQuery({ ...importEditsQuery(useImportSource(), each.id), enabled: total > 0 });
  if (counts === undefined || total === 0) return null;
  return (
    <section aria-labelledby="edits">
      <h2 id="edits" className="mb-1 text-lg font-semibold">
        Edits <span className="ml-1 font-normal text-quiet">{formatCount(total)}</span>
      </h2>
      <p className="mb-3 text-quiet">
        {counts.kept} kept · {counts.merged} merged · {counted(counts.conflicts, 'conflict')} · {counts.dropped} dropped
      </p>
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      <ul className="card divide-y divide-line overflow-hidden">
        {data?.edits.map((edit) => (
          <EditItem key={`${edit.kind} ${edit.name}`} edit={edit} />
        ))}
      </ul>
    </section>
  );
}

function EditItem({ edit: { kind, name, fate, conflicts } }: { readonly edit: Edit }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={setOpen}
      lead={<StatusLabel status={fates[fate]} spins={false} />}
      title={
        <>
          {kind} <code className="font-mono text-sm">{name}</code>
        </>
      }
      end={conflicts.length > 0 && counted(conflicts.length, 'conflict')}
    >
      <p className="text-quiet">{fates[fate].text}</p>
      <ul className="mt-2 flex flex-col gap-4">
        {conflicts.map(({ at, base, edit, document }) => (
          <li key={at}>
            <code className="mb-1 block font-mono text-sm wrap-anywhere">{at}</code>
            <Values
              values={[
                ['As imported before', parse(base)],
                ['Your edit, which won', parse(edit)],
                ['The new document', parse(document)],
              ]}
            />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** A value as the API states it; a shortened one is no JSON. */
function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
