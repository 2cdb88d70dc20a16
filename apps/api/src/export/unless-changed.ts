import { VersionChangedError } from '@connectory/database';
import { exportExitCodes } from './export-tasks.ts';

/** The exit code of a child's work, also when the version changed while it was read. */
export async function unlessChanged(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VersionChangedError) return exportExitCodes.versionChanged;
    throw error;
  }
}
