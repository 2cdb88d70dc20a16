/** A server that can be killed, frozen and restarted. */
export interface KillableServer {
  readonly url: string;
  /** Sends SIGKILL to the server and its child processes. Resolves when the server is gone. */
  kill(): Promise<void>;
  /** Starts the killed server again at the same address. */
  start(): Promise<void>;
  /** Freezes the server: connections stay open and the system accepts new ones, but no request is answered. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}
