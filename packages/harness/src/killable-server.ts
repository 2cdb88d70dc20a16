/** A server that a test may treat badly. */
export interface KillableServer {
  readonly url: string;
  /** SIGKILL, to it and all that belongs to it; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again at the same address, after it was killed. */
  start(): Promise<void>;
  /** Makes it hang: connections stay, and new ones are taken by the system, but nothing answers. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}
