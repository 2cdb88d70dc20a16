import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatCount } from '../format/numbers.ts';
import { stageWord } from '../import/stages-of.ts';
import { documentName, targetName } from '../imports/import-table.tsx';
import { Ago } from '../parts/ago.tsx';
import { ImportStatus } from '../parts/import-status.tsx';
import { Pending } from '../parts/pending.tsx';
import { Nothing, Section } from '../parts/section.tsx';
import { ListRow, listClass, rowLinkClass } from '../parts/list-row.tsx';
import { importsUnderWay } from './overview-queries.ts';

/** The imports that run or wait. */
export function UnderWay() {
  const query = useQuery(importsUnderWay(useOrganisation()));
  const { data } = query;
  if (data === undefined) return <Pending query={query} rows={2} label="Loading imports under way" />;
  const { imports, totalCount } = data;
  const more = totalCount - imports.length;
  return (
    <Section
      title="Under way"
      end={
        more > 0 && (
          <Link to="/imports" search={{ status: ['queued', 'running'] }} className="link">
            {formatCount(more)} more
          </Link>
        )
      }
    >
      {imports.length === 0 && <Nothing>No import runs or waits.</Nothing>}
      {imports.length > 0 && (
        <ul className={listClass}>
          {imports.map((each) => (
            <Row key={each.id} each={each} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Row({ each }: { readonly each: ImportResource }) {
  const { id, status, stage, progress, lastFailure, createdAt } = each;
  const isRunning = status === 'running' && stage !== 'queued' && stage !== 'done';
  return (
    <ListRow
      lead={<ImportStatus status={status} />}
      link={
        <Link to="/imports/$importId" params={{ importId: id }} className={rowLinkClass}>
          {documentName(each)}
        </Link>
      }
      text={
        <>
          {[targetName(each), isRunning ? stageWord(stage) : undefined, lastFailure?.message]
            .filter(Boolean)
            .join(' · ')}
          {isRunning && progress.total > 0 && ` ${Math.floor((100 * progress.done) / progress.total)} %`}
        </>
      }
      end={<Ago time={createdAt} />}
    />
  );
}
