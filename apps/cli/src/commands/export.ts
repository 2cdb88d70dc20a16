import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { userPath } from '../output/command-name.ts';
import { refuseOutput } from '../output/refuse-output.ts';
import { openResults } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';

interface ExportCommandOptions {
  readonly yaml?: boolean;
  readonly proof?: boolean;
  readonly output?: string;
}

/** Adds `connectory export`, which writes the OpenAPI document of a version. */
export function addExportCommand(program: Command): void {
  program
    .command('export <connector> [version]')
    .description('write the OpenAPI document of a version; without a version, of the one published last')
    .option('--yaml', 'write YAML instead of JSON')
    .option('--proof', 'write the differences of the document from the imported one instead, as JSON')
    .option('--output <file>', 'write to a file instead of the standard output')
    .action(async (connector: string, version: string | undefined, options: ExportCommandOptions) => {
      const client = createApiClient(await requireServer(parseSettings(process.env)));
      const format = options.proof === true ? 'proof' : options.yaml === true ? 'yaml' : 'json';
      const document = Readable.fromWeb(await client.getOpenApi(connector, version ?? 'latest', format));
      if (options.output === undefined) await pipeline(document, openResults(), { end: false });
      else await pipeline(document, createWriteStream(userPath(options.output))).catch(refuseOutput(options.output));
    });
}
