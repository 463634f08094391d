import type { ServerResponse } from 'node:http';

/** Answers with a status and no body, and closes the connection: what follows on it is not read (RS 3, HTTP-09). */
export const refuse = (response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.shouldKeepAlive = false;
  response.writeHead(status, { ...headers, 'content-length': '0', connection: 'close' });
  response.end();
};
