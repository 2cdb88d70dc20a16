/**
 * Runs `leave` when the parent process is gone: its IPC channel closes however it ends. Does nothing in a process that was not forked
 * with a channel.
 */
export function exitWithParent(leave: () => void): void {
  // The parent may be gone before this listener existed. `connected` is undefined without a channel.
  if (!(process.connected ?? true)) return leave();
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', leave);
  // The channel must not keep a process alive that has finished its work.
  process.channel.unref();
}
