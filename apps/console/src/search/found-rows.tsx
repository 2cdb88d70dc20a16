import type { OrganisationSearch } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { ImportStatus } from '../parts/import-status.tsx';
import { ListRow, rowLinkClass } from '../parts/list-row.tsx';
import { Tag } from '../parts/tag.tsx';
import type { FoundKind } from './found-kinds.ts';

type Of<Kind extends FoundKind> = Extract<OrganisationSearch[Kind], readonly unknown[]>[number];

export function connectorRow({ id, name, baseUrl }: Of<'connectors'>) {
  return (
    <ListRow
      key={id}
      link={
        <Link to="/connectors/$connectorId" params={{ connectorId: id }} className={rowLinkClass}>
          {name}
        </Link>
      }
      text={<span className="font-mono text-xs">{baseUrl === '' ? 'no base URL' : baseUrl}</span>}
    />
  );
}

export function versionRow({ connectorId, connectorName, version, isPublished }: Of<'versions'>) {
  return (
    <ListRow
      key={`${connectorId} ${version}`}
      link={
        <Link
          to="/connectors/$connectorId/versions/$version"
          params={{ connectorId, version }}
          className={rowLinkClass}
        >
          {connectorName} {version}
        </Link>
      }
      end={<Tag>{isPublished ? 'published' : 'draft'}</Tag>}
    />
  );
}

export function importRow({ id, filename, schemaURL, connectorName, version, status }: Of<'imports'>) {
  return (
    <ListRow
      key={id}
      link={
        <Link to="/imports/$importId" params={{ importId: id }} className={rowLinkClass}>
          {filename ?? schemaURL ?? id}
        </Link>
      }
      text={[connectorName, version].filter(Boolean).join(' ') || undefined}
      end={<ImportStatus status={status} />}
    />
  );
}

export function entityRow({ kind, name, method, path, connectorId, connectorName, version }: Of<'entities'>) {
  const params = { connectorId, version };
  const title = kind === 'action' ? `${method ?? ''} ${path ?? name}` : name;
  const link =
    kind === 'action' ? (
      <Link
        to="/connectors/$connectorId/versions/$version"
        params={params}
        search={{ action: name }}
        className={`${rowLinkClass} font-mono`}
      >
        {title}
      </Link>
    ) : (
      <Link
        to={`/connectors/$connectorId/versions/$version/${kind}s`}
        params={params}
        search={{ name }}
        className={rowLinkClass}
      >
        {title}
      </Link>
    );
  return (
    <ListRow
      key={`${connectorId} ${version} ${kind} ${name}`}
      link={link}
      text={`${kind === 'action' ? `${name} · ` : ''}${connectorName} ${version}`}
      end={<Tag>{kind}</Tag>}
    />
  );
}
