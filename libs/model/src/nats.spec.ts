import { describe, expect, it } from '@jest/globals';
import { foundNatsServer, NATS_HOLD } from './nats.js';

const server = (version: string) => ({
  getServer: () => 'nats.example:4222',
  flush: () => Promise.resolve(),
  info: { version, tls_required: true },
});

describe('foundNatsServer', () => {
  it.each(['2.9.0', '2.10.22', '3.0.0'])('finds %s new enough', async (version) => {
    const finding = await foundNatsServer(server(version));
    expect(finding.state).toBe('well');
    expect(finding.text).toMatch(new RegExp(`^nats\\.example:4222, version ${version}, TLS, [\\d.]+ ms away$`));
  });

  it.each(['2.8.4', '1.4.1'])('finds %s too old', async (version) => {
    const finding = await foundNatsServer(server(version));
    expect(finding.state).toBe('broken');
    expect(finding.text).toMatch(/: weir needs 2\.9 or newer$/);
  });
});

describe('NATS_HOLD', () => {
  it('dials next the server that was tried longest ago', () => {
    const servers = [{ lastConnect: 3 }, { lastConnect: 1 }, { lastConnect: 2 }];
    expect(NATS_HOLD.reconnectToServer(servers)).toBe(servers[1]);
    expect(NATS_HOLD.reconnectToServer([])).toBeNull();
  });
});
