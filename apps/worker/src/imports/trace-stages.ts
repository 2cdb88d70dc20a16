import { failSpan, startSpan } from '@connectory/runtime';

export interface StageSpans {
  /** Ends the span of the stage before, if it was another. */
  enter(stage: string): void;
  /** Ends the last one; `failure` says why the work broke off in it. */
  end(failure?: string): void;
}

/**
 * A span for each stage of an attempt, as the child tells of them: the parent keeps them, since a child that is killed or runs out of
 * memory could send nothing. They are parts of what is under way here.
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
