import type { ConnectorResource } from '@connectory/client';
import pc from 'picocolors';
import { commandName } from '../output/command-name.ts';
import { renderTable } from './render-table.ts';
import { shortTime } from './short-time.ts';

/** Formats a connector with its versions. */
export function showConnector({ id, name, baseUrl, versions }: ConnectorResource): string {
  const rows = versions.map((version) => [
    version.name,
    version.publishedAt === null ? 'draft' : 'published',
    shortTime(version.updatedAt),
  ]);
  const lines = [
    `${pc.bold(name)}  ${pc.dim(`connector ${id}`)}`,
    ...(baseUrl === '' ? [] : [`  ${baseUrl}`]),
    '',
    renderTable([{ head: 'version', breaks: true }, { head: 'status' }, { head: 'updated' }], rows),
    '',
    pc.dim(`  ${commandName()} export ${id} VERSION`),
    ...(versions.length < 2 ? [] : [pc.dim(`  ${commandName()} diff ${id} FROM TO`)]),
  ];
  return `${lines.join('\n')}\n`;
}
