import { type Counter as CounterName, COUNTERS } from '@weir/model';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { MetricsTotals } from '../config/choices.js';
import type { Settled } from './book.js';

/** As node_exporter and cAdvisor call them. */
const NAMES: Readonly<Record<CounterName, readonly [name: string, what: string]>> = {
  rxBytes: ['receive_bytes', 'Bytes received'],
  txBytes: ['transmit_bytes', 'Bytes sent'],
  rxPackets: ['receive_packets', 'Packets received'],
  txPackets: ['transmit_packets', 'Packets sent'],
  rxErrors: ['receive_errors', 'Errors while receiving'],
  txErrors: ['transmit_errors', 'Errors while sending'],
  rxDropped: ['receive_drops', 'Received packets dropped'],
  txDropped: ['transmit_drops', 'Packets to be sent that were dropped'],
};

/** What a total is of, and by which labels it is told apart. */
const KINDS: Readonly<Record<MetricsTotals, { readonly of: string; readonly labels: readonly string[] }>> = {
  host: { of: 'by the uplinks of a host', labels: ['host', 'host_id'] },
  network: { of: 'by the containers on a network', labels: ['network'] },
  service: { of: 'by the containers of a service', labels: ['service'] },
};

/** The labels that totals of a kind have. */
export function labelNames(kind: MetricsTotals): readonly string[] {
  return KINDS[kind].labels;
}

/** Totals of one kind on `/metrics`. */
export class TotalsCounters {
  private readonly counters: readonly Counter[];

  constructor(kind: MetricsTotals, registry: Registry) {
    const { of, labels } = KINDS[kind];
    this.counters = COUNTERS.map((each) => {
      const [name, what] = NAMES[each];
      const help = `${what} ${of} since this process was started, as far as they are stored.`;
      return new Counter({ name: `weir_${kind}_${name}_total`, help, labelNames: [...labels], registers: [registry] });
    });
  }

  /** Adds what groups grew by. */
  add({ grown, dropped }: Settled): void {
    for (const [index, counter] of this.counters.entries()) {
      for (const { labels } of dropped) counter.remove(labels);
      for (const { labels, amounts } of grown) counter.inc(labels, amounts[index] ?? 0);
    }
  }
}

/** When totals were last brought up to date. */
export function refreshGauge(registry: Registry): Gauge {
  return new Gauge({
    name: 'weir_totals_refresh_timestamp_seconds',
    help: 'When the totals of hosts, networks and services were last brought up to date, seconds since 1970.',
    registers: [registry],
  });
}
