import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { checkHttpPort } from './checks.js';
import { readConfig } from './config.js';
import { freePort } from './process/port.js';

describe('the address that the dashboard is to listen on', () => {
  function check(host: string, port: number): Promise<void> {
    return checkHttpPort(readConfig({ WEIR_HTTP_HOST: host, WEIR_HTTP_PORT: String(port) }, '/weir'));
  }

  it('may be one that is free', async () => {
    await expect(check('127.0.0.1', await freePort())).resolves.toBeUndefined();
  });

  it('is refused with another port as the remedy when a program has it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(check('127.0.0.1', port)).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken by another program: stop that program, or choose another port with WEIR_HTTP_PORT.`,
    );
    server.close();
  });

  it('is refused with another address as the remedy when it is not of this machine', async () => {
    await expect(check('192.0.2.1', await freePort())).rejects.toThrow(
      /^Port \d+ of 192\.0\.2\.1 is on an address that this machine does not have: set WEIR_HTTP_HOST to an address of this machine, such as 127\.0\.0\.1, or 0\.0\.0\.0 for all of them\.$/,
    );
  });
});
