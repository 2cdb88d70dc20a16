const signals = ['SIGINT', 'SIGTERM'] as const;

/** Exit code of a command that the user interrupted. */
export const interruptedCode = 130;

/**
 * Ends the program when the user interrupts it, and prints the state of its work.
 * @param describe gives the text at that moment
 * @param end replaces the immediate end of the program
 * @returns a function that stops listening
 */
export function onInterruption(
  describe: () => string,
  end: () => void = () => process.exit(interruptedCode),
): () => void {
  const interrupt = (): void => {
    process.stderr.write(`\n${describe()}\n`);
    end();
  };
  for (const signal of signals) process.once(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}
