import type { ServerResponse } from 'node:http';

/** Makes this answer the last of its connection: whoever waits for it looks for another one, and knows why where the head is still to come. */
export const lastOfConnection = (response: ServerResponse): void => {
  response.shouldKeepAlive = false;
  // Its head promised to keep the connection: it ends with its last byte instead.
  const { socket, headersSent } = response;
  if (headersSent) response.once('finish', () => { socket?.destroySoon(); });
};
