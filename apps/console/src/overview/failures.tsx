import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganisation } from '../client/use-organisation.ts';
import { nextStepOf } from '../import/verdict-of.ts';
import { documentName, targetName } from '../imports/import-table.tsx';
import { Ago, useNow } from '../parts/ago.tsx';
import { Pending } from '../parts/pending.tsx';
import { Nothing, Section } from '../parts/section.tsx';
import { Tag } from '../parts/tag.tsx';
import { ListRow, listClass, rowLinkClass } from '../parts/list-row.tsx';
import { failedImports } from './overview-queries.ts';

/** Older failures are of the past. */
const latelyMs = 7 * 86_400_000;

/** The imports that failed lately, each with its cause and what to do. */
export function Failures() {
  const query = useQuery(failedImports(useOrganisation()));
  const { data } = query;
  const now = useNow();
  if (data === undefined) return <Pending query={query} rows={2} label="Loading failed imports" />;
  const imports = data.imports.filter(({ createdAt }) => now - Date.parse(createdAt) < latelyMs);
  return (
    <Section
      title="Failed lately"
      end={
        data.totalCount > 0 && (
          <Link to="/imports" search={{ status: ['failed'] }} className="link">
            All that failed
          </Link>
        )
      }
    >
      {imports.length === 0 && <Nothing>No import of the last 7 days failed.</Nothing>}
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
  const { id, error, finishedAt, createdAt } = each;
  const target = targetName(each);
  return (
    <ListRow
      link={
        <Link to="/imports/$importId" params={{ importId: id }} className={rowLinkClass}>
          {documentName(each)}
          {target !== undefined && <span className="font-normal text-quiet"> into {target}</span>}
        </Link>
      }
      text={
        error !== undefined && (
          <>
            <span className="line-clamp-2 text-bad">{error.message}</span>
            <span className="flex flex-wrap items-baseline gap-x-2">
              {nextStepOf(error)} <Tag>{error.code}</Tag>
            </span>
          </>
        )
      }
      end={<Ago time={finishedAt ?? createdAt} />}
    />
  );
}
