import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

/** @returns a function that says why a file that the user named cannot be written */
export function refuseOutput(file: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined;
    // Another part of the work failed, and not the file.
    if (code === undefined) throw error;
    throw new CliError(`${file} cannot be written: ${reasonOf(error)}. Name another file with --output.`, 2);
  };
}
