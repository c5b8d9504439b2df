import { describe, expect, it } from '@jest/globals';
import { Counter, Gauge, Registry } from 'prom-client';
import { metricsOfHosts } from './metrics-of-hosts.js';

describe('metricsOfHosts', () => {
  it('keeps the totals of these hosts, whatever others are called, and nothing else', async () => {
    const registers = [new Registry()];
    const totals = new Counter({
      name: 'weir_host_receive_bytes_total',
      help: 'a',
      labelNames: ['host', 'host_id'],
      registers,
    });
    totals.inc({ host: 'own', host_id: 'a' }, 1);
    totals.inc({ host: 'other",host_id="a', host_id: 'b' }, 2);
    totals.inc({ host: '(other)', host_id: '(other)' }, 3);
    new Counter({ name: 'weir_network_receive_bytes_total', help: 'b', labelNames: ['network'], registers }).inc({
      network: 'x',
    });
    new Gauge({ name: 'weir_live_subscribers', help: 'c', registers }).set(4);
    const kept = metricsOfHosts((await registers[0]?.metrics()) ?? '', new Set(['a']));
    expect(kept.trim().split('\n')).toEqual([
      '# HELP weir_host_receive_bytes_total a',
      '# TYPE weir_host_receive_bytes_total counter',
      'weir_host_receive_bytes_total{host="own",host_id="a"} 1',
    ]);
  });
});
