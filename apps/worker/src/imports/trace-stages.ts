import { failSpan, startSpan } from '@connectory/runtime';

export interface StageSpans {
  /** Starts the span of a stage and ends the one before. The same stage again has no effect. */
  enter(stage: string): void;
  /** Ends the last span. `failure` is the reason, if the stage failed. */
  end(failure?: string): void;
}

/**
 * Keeps one span for each stage of an attempt, as the child reports them. The spans live in the parent, because a child that is killed or
 * runs out of memory could not send them. Their parent is the active span.
 */
export function traceStages(attributes: { readonly [name: string]: string | number }): StageSpans {
  let current: { stage: string; span: ReturnType<typeof startSpan> } | undefined;
  const end = (failure?: string): void => {
    if (failure !== undefined && current !== undefined) failSpan(current.span, failure);
    current?.span.end();
    current = undefined;
  };
  return {
    enter: (stage) => {
      if (current?.stage === stage) return;
      end();
      current = { stage, span: startSpan(`import ${stage}`, { attributes }) };
    },
    end,
  };
}
