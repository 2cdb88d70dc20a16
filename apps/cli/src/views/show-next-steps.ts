import type { ImportResource } from '@connectory/client';
import pc from 'picocolors';
import { commandName, startCommand } from '../output/command-name.ts';

/** Names the ended import, and the commands that are useful next. */
export function showNextSteps(ended: ImportResource, { isTemporary }: { readonly isTemporary: boolean }): string {
  const { id, connectorId, version } = ended;
  const command = commandName();
  const steps: [string, string][] = [[`${command} show ${id}`, 'this import again']];
  if (ended.status !== 'succeeded') steps.push([`${command} retry ${id}`, 'try again, with the same document']);
  else if (ended.dryRun !== true) steps.push([`${command} export ${connectorId} ${version ?? ''}`, 'as OpenAPI']);
  const lines = [
    pc.dim(`import ${id}${isTemporary ? '' : `  ${ended.links.console}`}`),
    // Commands about stored imports need a server.
    ...(isTemporary ? [`  ${startCommand()}   start the service, for the next commands`] : []),
    ...steps.map(([text, purpose]) => `  ${text}   ${pc.dim(purpose)}`),
  ];
  return `${lines.join('\n')}\n`;
}
