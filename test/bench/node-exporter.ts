import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually } from '../support/eventually.js';
import { startProcess } from '../support/process.js';
import { cpuMsPerSecond, residentMb } from './process-cost.js';

/** What Prometheus' node_exporter costs with its defaults, asked once a second. It sees no container's counters. */
export interface ExporterCost {
  readonly cpuMsPerSecond: number;
  readonly rssMb: number;
}

const COMMAND = 'prometheus-node-exporter';

/** Null where it is not installed. */
export async function nodeExporterCost(durationMs: number): Promise<ExporterCost | null> {
  if (spawnSync(COMMAND, ['--version']).error) return null;
  const address = `127.0.0.1:${await freePort()}`;
  const exporter = startProcess({ name: 'node-exporter', command: COMMAND, args: [`--web.listen-address=${address}`] });
  const scrape = async (): Promise<void> => void (await (await fetch(`http://${address}/metrics`)).text());
  await eventually('node_exporter answers', scrape);
  let measuring = true;
  const scraping = (async () => {
    while (measuring) {
      await scrape();
      await sleep(1_000);
    }
  })();
  const cost = { cpuMsPerSecond: await cpuMsPerSecond([exporter.pid], durationMs), rssMb: residentMb(exporter.pid) };
  measuring = false;
  await scraping;
  await exporter.stop();
  return cost;
}
