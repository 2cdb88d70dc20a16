import type { RequestHandler } from 'express';

/**
 * Closes the connection of a client that reads nothing for a while although there is something to read. Otherwise its response would stay
 * in memory for as long as it likes. Requests that wait for an import have nothing to read yet.
 */
export function cutOffStalled(stallMs: number): RequestHandler {
  return (_request, response, next) => {
    // Node's timer begins anew whenever the system takes bytes of the response.
    response.setTimeout(stallMs, () => {
      const { socket } = response;
      if (socket !== null && socket.writableLength > 0) socket.destroy();
    });
    next();
  };
}
