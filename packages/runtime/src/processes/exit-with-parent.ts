/**
 * Makes a child process follow its parent: when the parent is gone, by whatever death, the IPC channel closes and `leave` runs.
 * A process that was not forked with a channel is left alone.
 */
export function exitWithParent(leave: () => void): void {
  // The parent may be gone before this process was ready to hear of it. Without a channel from the start it is undefined.
  if (!(process.connected ?? true)) return leave();
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', leave);
  // The channel must tell of the parent's death without keeping an otherwise finished process alive.
  process.channel.unref();
}
