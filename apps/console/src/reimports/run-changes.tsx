import type { ReimportCauses, ReimportResource } from '@connectory/client';
import { useState } from 'react';
import { codeInWords } from '../diff/code-in-words.ts';
import { ruleSentence } from '../diff/rule-sentence.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { ChangeClass } from '../parts/change-class.tsx';
import { listClass } from '../parts/list-row.tsx';
import { GroupRow } from './group-row.tsx';

interface RunChangesProps {
  readonly run: ReimportResource;
  /** Breaking ones first. */
  readonly changes: ReimportCauses['changes'];
}

/** Groups that are shown before one asks for all. */
const fewGroups = 8;

/** What a run changed, by the rule and class of the changes; of a dry run, what it would change. */
export function RunChanges({ run, changes }: RunChangesProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, fewGroups);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes" className="mb-3 text-lg font-semibold">
        {run.dryRun ? 'Changes it would make' : 'Changes'}{' '}
        <span className="ml-1 font-normal text-quiet">{formatCount(changes.length)}</span>
      </h2>
      <ul className={listClass}>
        {shown.map(({ code, class: name, items, changes: count, sample }) => (
          <GroupRow
            key={`${code} ${name}`}
            lead={<ChangeClass name={name} />}
            title={
              <>
                <span className="font-medium">{codeInWords(code)}</span>{' '}
                <code className="font-mono text-xs text-quiet">{code}</code>
              </>
            }
            text={ruleSentence(code, name)}
            sample={sample}
            toDiff
            counts={
              <>
                {counted(items, 'version')}
                <span className="max-md:before:content-['_·_'] md:block">{counted(count, 'change')}</span>
              </>
            }
          />
        ))}
      </ul>
      {changes.length > shown.length && (
        <Button className="mt-3" onClick={() => setWhole(true)}>
          Show all {formatCount(changes.length)}
        </Button>
      )}
    </section>
  );
}
