/** Measures how long each stage of an import takes. */
export interface StageClock {
  /** Ends a stage, which began when the stage before it ended. */
  endStage(stage: string): void;
  /** Milliseconds of each stage ended so far. */
  timings(): Record<string, number>;
}

export function startStageClock(): StageClock {
  const timings: Record<string, number> = {};
  let last = performance.now();
  return {
    endStage: (stage) => {
      const now = performance.now();
      timings[stage] = Math.round(now - last);
      last = now;
    },
    timings: () => ({ ...timings }),
  };
}
