import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GeneratedClient, RecordedCall } from './api-client.ts';
import { runTool, toolFile } from './run-tool.ts';

const compilerOptions = {
  noEmit: true,
  strict: true,
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [],
  module: 'esnext',
  moduleResolution: 'bundler',
  skipLibCheck: true,
};

/** Compiles calls and their responses with the types of a generated client. @returns the errors of the compiler */
export async function checkTypes(
  client: GeneratedClient,
  calls: readonly RecordedCall[],
  folder: string,
): Promise<string> {
  await symlink(toolFile('.'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['calls.ts'] }));
  await writeFile(path.join(folder, 'calls.ts'), writeCalls(client, calls));
  return runTool('typescript/bin/tsc', ['-p', folder], folder).catch((error: unknown) => String(Object(error).stdout));
}

function writeCalls(client: GeneratedClient, calls: readonly RecordedCall[]): string {
  return [
    client.imports,
    // A type parameter takes literals with members beyond the type, which this service adds to the wire contract.
    'declare function loose<Given>(given: Given): Given;',
    'declare function take<Expected>(like: Expected): <Given extends NonNullable<Expected>>(given: Given) => void;',
    ...calls.map((call) => writeCall(client, call)),
  ].join('\n');
}

function writeCall(client: GeneratedClient, call: RecordedCall): string {
  const { status, body } = call.reply;
  const member = status < 400 ? 'data' : 'error';
  const taken = body === undefined || status === 204 ? '' : ` take(reply.${member})(${JSON.stringify(body)});`;
  return `void ${client.writeCall(call)}.then((reply) => {${taken} });`;
}
