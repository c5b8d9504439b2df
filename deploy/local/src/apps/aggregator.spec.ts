import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logFile, type LocalConfig, readConfig } from '../config.js';
import { setUpLink } from './aggregator.js';

describe('the link by which the first admin is made', () => {
  let home: string;
  let server: Server;
  let config: LocalConfig;
  let isSetUp: boolean;

  const log = (token: string): void => {
    const line = { msg: `make the first admin at http://localhost:8080/setup#${token}` };
    appendFileSync(logFile(config, 'aggregator'), `${JSON.stringify(line)}\n`);
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'weir-link-'));
    isSetUp = false;
    server = createServer((_request, response) => response.end(JSON.stringify({ isSetUp }))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { WEIR_HOME: home, WEIR_HTTP_HOST: '0.0.0.0', WEIR_HTTP_PORT: String(port), WEIR_PLAIN_HTTP: 'true' };
    config = readConfig(env, home);
    mkdirSync(dirname(logFile(config, 'aggregator')), { recursive: true });
  });
  afterEach(() => {
    server.close();
    rmSync(home, { recursive: true });
  });

  it('is waited for: it is told once the database is there', async () => {
    appendFileSync(logFile(config, 'aggregator'), '');
    const told = setUpLink(config);
    setTimeout(() => log('of-now'), 150);
    expect(await told).toBe('http://localhost:8080/setup#of-now');
  });

  it('is the last one where the aggregator was started again meanwhile', async () => {
    log('of-now');
    log('of-the-one-that-took-its-place');
    expect(await setUpLink(config)).toBe('http://localhost:8080/setup#of-the-one-that-took-its-place');
  });

  it('is none where somebody can sign in', async () => {
    isSetUp = true;
    log('of-yesterday');
    expect(await setUpLink(config)).toBeUndefined();
  });
});
