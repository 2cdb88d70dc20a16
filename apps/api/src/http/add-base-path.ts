import type { RequestHandler } from 'express';

const basePath = '/api/connect/v1';

/** The first segments of the paths of the wire contract. */
const ofContract = /^\/(?:o|connectors|categories)(?=[/?]|$)/;

/** Serves the operations of the wire contract also without the base path, because its development server has none. */
export const addBasePath: RequestHandler = (request, _response, next) => {
  if (ofContract.test(request.url)) request.url = `${basePath}${request.url}`;
  next();
};
