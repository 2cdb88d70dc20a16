#!/usr/bin/env node
import { recoverNpmOptions } from './arguments/npm-options.ts';
import { buildProgram } from './build-program.ts';
import { reportError } from './errors/report-error.ts';
import { endWithReader } from './output/end-with-reader.ts';

endWithReader();
try {
  const program = buildProgram();
  await program.parseAsync(recoverNpmOptions(program, process.argv.slice(2), process.env), { from: 'user' });
  process.exit(process.exitCode ?? 0);
} catch (error) {
  process.exit(reportError(error));
}
