/**
 * Bytecode that V8 inlines into one function: a third of what it would by itself. Compiling is a good part of what a process does in its
 * first minute, on the same processor as everything else; most of it is for what is inlined, and the code is as fast.
 */
const inlinedBytes = 300;

/** What Node is started with for each process of ours. The container image has the same. */
export const nodeFlags: readonly string[] = [
  '--enable-source-maps',
  `--max-inlined-bytecode-size-cumulative=${inlinedBytes}`,
];
