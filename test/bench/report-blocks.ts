import type { ReportBlock, ReportHead } from '@weir/model';

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2026, 9, 1);
const HOURS = 744;
const HOSTS_A_SECTION = 160;

export const HEAD: ReportHead = {
  ...{ v: 1, kind: 'fleet', title: 'Traffic of a fleet', about: 'A report of every kind of block, as long as asked.' },
  ...{ madeAtMs: FROM_MS, timeZone: 'Europe/Berlin', fromMs: FROM_MS, toMs: FROM_MS + HOURS * HOUR_MS },
  ...{ before: null, isEmpty: false },
};

const COLUMNS = [
  { name: 'host', label: 'Host', unit: 'text' as const },
  { name: 'received', label: 'Received', unit: 'bytes' as const },
  { name: 'transmitted', label: 'Transmitted', unit: 'bytes' as const },
  { name: 'p95', label: '95th percentile', unit: 'bytesPerSecond' as const },
  { name: 'share', label: 'Utilisation', unit: 'percent' as const },
  { name: 'seen', label: 'Last seen', unit: 'time' as const },
];

/** A section with a block of every kind, some seven pages; of a number, the same each time. */
export function* blocksOf(section: number): Iterable<ReportBlock> {
  const id = String(section);
  const atMs = Array.from({ length: HOURS }, (_, hour) => FROM_MS + hour * HOUR_MS);
  const hosts = Array.from({ length: HOSTS_A_SECTION }, (_, host) => `host-${section}-${host}.fra.example.net`);
  const line = (name: string, seed: number) => ({
    name,
    values: atMs.map((_, hour) => traffic(hour, seed)),
    before: atMs.map((_, hour) => traffic(hour + 3, seed)),
  });
  yield { type: 'section', id, title: `Part ${section + 1}`, level: 1 };
  yield { type: 'text', text: 'What hosts of this part carried, and when. '.repeat(12), tone: 'plain' };
  yield {
    type: 'figures',
    items: hosts
      .slice(0, 6)
      .map((label, host) => ({ label, unit: 'bytes', value: traffic(host, section) * 1e6, before: 1e9, note: null })),
  };
  yield {
    type: 'lines',
    id,
    title: 'Traffic',
    unit: 'bytesPerSecond',
    atMs,
    lines: [line('Received', section), line('Transmitted', section + 9)],
    limit: null,
    isStacked: false,
  };
  yield {
    type: 'lines',
    id,
    title: 'By host',
    unit: 'bytesPerSecond',
    atMs,
    lines: hosts.slice(0, 6).map(line),
    limit: null,
    isStacked: true,
  };
  yield {
    type: 'shares',
    id,
    title: 'Shares',
    unit: 'bytes',
    parts: hosts.slice(0, 20).map((name, host) => ({ name, value: 1e12 / (host + 1) })),
  };
  yield {
    type: 'bars',
    id,
    title: 'Busiest',
    unit: 'percent',
    bars: hosts.slice(0, 12).map((name, host) => ({
      name,
      values: [
        { label: 'In', value: 90 - host },
        { label: 'Out', value: host },
      ],
    })),
    limit: { label: 'Limit', value: 80 },
  };
  yield {
    type: 'heat',
    id,
    title: 'Hours',
    unit: 'percent',
    columns: atMs.slice(0, 24).map((_, hour) => String(hour)),
    rows: hosts
      .slice(0, 20)
      .map((name, host) => ({ name, values: atMs.slice(0, 24).map((_, hour) => (hour * 7 + host * 13) % 100) })),
  };
  yield {
    type: 'table',
    id,
    title: 'Hosts',
    columns: COLUMNS,
    rows: hosts.map((name, host) => [
      name,
      traffic(host, 1) * 1e6,
      traffic(host, 2) * 1e6,
      traffic(host, 3),
      host % 100,
      FROM_MS + host * HOUR_MS,
    ]),
    note: null,
  };
}

function traffic(hour: number, seed: number): number {
  return 1e6 * (1.5 + Math.sin((hour / 24) * 2 * Math.PI + seed) + Math.sin(hour * 12.9898 + seed) ** 2);
}
