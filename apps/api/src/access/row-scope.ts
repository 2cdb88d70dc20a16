import { type Scope, withinScope } from '@connectory/database';
import type { RequestHandler, Response } from 'express';

/** Keeps the organisation whose rows the statements of a request may see, or all of them. */
export function keepRowScope(response: Response, scope: Scope): void {
  response.locals['rowScope'] = scope;
}

/** Runs the handlers behind it in the scope of the request. Without one, their statements see no rows of organisations. */
export const enterRowScope: RequestHandler = (_request, response, next) => {
  const scope: Scope | undefined = response.locals['rowScope'];
  if (scope === undefined) next();
  else withinScope(scope, () => next());
};
