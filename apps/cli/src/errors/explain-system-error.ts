/** An error of the operating system, as Node.js reports it. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
}

const otherFolder = 'set CONNECTORY_DATA_DIR to a folder that you may write to';

/** One sentence for each error that a user can mend: what is wrong, and what to do. */
const sentences: { readonly [code: string]: (error: SystemError) => string } = {
  EADDRINUSE: ({ port }) => `Another program listens on port ${port}: stop it, or set PORT to another port.`,
  EADDRNOTAVAIL: ({ address }) =>
    address === '127.0.0.1'
      ? 'This machine has no IPv4 address 127.0.0.1, which the service needs: add it to the loopback interface (ip addr add 127.0.0.1/8 dev lo).'
      : `This machine has no address ${address}: set HOST to an address of it, such as 127.0.0.1.`,
  EACCES: (error) =>
    error.syscall === 'listen'
      ? `No permission to listen on port ${error.port}: set PORT to 1024 or higher.`
      : `No permission for ${error.path}: change its permissions, or ${otherFolder}.`,
  EPERM: ({ path }) => `No permission for ${path}: change its owner, or ${otherFolder}.`,
  EROFS: ({ path }) => `${path} is on a file system that cannot be written: ${otherFolder}.`,
  ENOSPC: ({ path }) => `No space is left on the disk of ${path}: free some, or ${otherFolder}.`,
  ENOTDIR: ({ path }) => `A file is in the way of the folder ${path}: remove it, or ${otherFolder}.`,
  EEXIST: ({ path }) => `A file is in the way of the folder ${path}: remove it, or ${otherFolder}.`,
};

/** @returns undefined for an error that no user can mend */
export function explainSystemError(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  // Without a place, the sentence would not say what to change.
  if (error.path === undefined && error.syscall !== 'listen') return undefined;
  return sentences[error.code]?.(error);
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}
