import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createStatusServer, healthOf } from './http.js';
import type { AgentStatus } from './metrics.js';

const status: AgentStatus = {
  ...{
    version: '1.2.3',
    intervalMs: 1_000,
    tickIntervalMs: 250,
    ticks: 7,
    lastTickAt: 10_000,
    sinceLastTickMs: 2_000,
    tickDurationMs: 2.5,
    series: 4,
    namespaces: 2,
  },
  ...{ docker: 'connected', natsConnected: true, spooling: true, lost: 0, spoolMessages: 3, spoolBytes: 4_096 },
  thinned: { mergedMessages: 5, droppedStates: 6 },
  mended: 7,
  collectors: [
    { name: 'host-interfaces', durationMs: 1, failure: null, runs: 7, failures: 0, totalMs: 8 },
    {
      ...{ name: 'container-interfaces', durationMs: 2, runs: 7, failures: 3, totalMs: 21 },
      failure: 'cannot read the namespaces aaa',
    },
  ],
  sent: { published: 9, failures: new Map([['timeout', 2]]) },
  control: { obeyed: 5, refused: 1 },
};

describe('health', () => {
  it('is good while it ticks and spools, whatever NATS, Docker or one collector do', () => {
    expect(healthOf({ ...status, natsConnected: false, docker: 'absent' })).toMatchObject({
      ok: true,
      ticking: true,
      lastTickAt: '1970-01-01T00:00:10.000Z',
      failingCollectors: [{ name: 'container-interfaces', failure: 'cannot read the namespaces aaa' }],
    });
  });

  it.each([
    ['the last tick is long ago', { ...status, sinceLastTickMs: 3_001 }],
    ['there was no tick yet', { ...status, lastTickAt: null, sinceLastTickMs: null }],
    ['the spool cannot be written', { ...status, spooling: false }],
  ])('is bad where %s', (_, given) => {
    expect(healthOf(given).ok).toBe(false);
  });
});

describe('the status server', () => {
  let server: Server;
  let address: string;
  let current: AgentStatus;
  beforeEach(async () => {
    current = status;
    server = createStatusServer(() => current);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gives Prometheus its figures', async () => {
    await fetch(`${address}/metrics`);
    const response = await fetch(`${address}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    for (const line of [
      '# TYPE weir_agent_ticks_total counter',
      '# TYPE weir_agent_published_total counter',
      '# TYPE weir_agent_publish_failures_total counter',
      'weir_agent_ticks_total 7',
      'weir_agent_tick_interval_seconds 0.25',
      'weir_agent_tick_duration_seconds 0.0025',
      'weir_agent_collector_duration_seconds{collector="container-interfaces"} 0.002',
      'weir_agent_collector_success{collector="host-interfaces"} 1',
      'weir_agent_collector_success{collector="container-interfaces"} 0',
      '# TYPE weir_agent_collector_runs_total counter',
      'weir_agent_collector_runs_total{collector="host-interfaces"} 7',
      'weir_agent_collector_failures_total{collector="host-interfaces"} 0',
      'weir_agent_collector_failures_total{collector="container-interfaces"} 3',
      'weir_agent_collector_run_seconds_total{collector="container-interfaces"} 0.021',
      'weir_agent_publish_failures_total{reason="timeout"} 2',
      'weir_agent_published_total 9',
      'weir_agent_control_messages_total{outcome="obeyed"} 5',
      'weir_agent_control_messages_total{outcome="refused"} 1',
      'weir_agent_spool_messages 3',
      'weir_agent_spool_merged_total 5',
      'weir_agent_spool_dropped_states_total 6',
      'weir_agent_docker_connected 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it('lives while it ticks, whatever the disk does: a restart would lose what waits in memory', async () => {
    current = { ...status, spooling: false };
    const alive = await fetch(`${address}/livez`);
    expect(alive.status).toBe(200);
    expect(await alive.json()).toEqual({ ticking: true });
    current = { ...status, sinceLastTickMs: 3_001 };
    expect((await fetch(`${address}/livez`)).status).toBe(503);
  });

  it('answers whether it is well with its code, and knows nothing else', async () => {
    current = { ...status, spooling: false };
    const health = await fetch(`${address}/healthz?verbose`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ ok: false, version: '1.2.3' });
    expect((await fetch(`${address}/etc/passwd`)).status).toBe(404);
  });
});
