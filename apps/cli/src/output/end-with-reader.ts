/** As a shell reports a program that a broken pipe has ended. */
const brokenPipe = 141;

/** Ends this process quietly when the reader of its standard output has ended, as `head` does. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(brokenPipe);
    throw error;
  });
}
