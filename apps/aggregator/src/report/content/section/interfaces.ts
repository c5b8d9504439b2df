import { type Counter, INTERFACE_CLASSES, type ReportBlock, type ReportCell } from '@weir/model';
import type { Filter } from '../../../query/filter.js';
import type { InterfaceRow } from '../../../query/interfaces.js';
import type { GroupTotals, TotalsAnswer } from '../../../query/totals.js';
import { column, rounded, section, table, text } from '../blocks.js';
import { answered, coveredMsOf, type ReportContext } from '../context.js';
import { keptNotes } from '../kept.js';
import { DAYS_FOR_ROWS, type Percentiles, percentilesOf, percentileText } from '../percentiles.js';
import { BYTES, DROPS, ERRORS, statisticOf, sumCell, sumOf } from '../sums.js';

const MOST_ROWS = 20;
const MOST_BARS = 10;
const PACKETS: readonly Counter[] = ['rxPackets', 'txPackets'];
const BY_INTERFACE = { dimensions: ['interface', 'container'], labels: [] } as const;
const BITS = 8;

/** The interfaces that carried most, and how busy their links were. */
export async function* interfaces(context: ReportContext): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) return;
  yield section('interfaces', 'Interfaces');
  const top = await readTop(context, BYTES, uplinksUnlessAsked(context.traffic));
  if (top.length === 0) {
    yield text('No interface is known in this range.', 'note');
    return;
  }
  yield* keptNotes(context, false);
  const read = await ratesOf(context, top);
  const { groups } = read;
  const [rows, p95] = [await rowsOf(context, groups), await p95Of(context, read)];
  yield barsOf(groups, rows, p95);
  yield table(
    'interfaces',
    'Interfaces by traffic',
    [
      column('interface', 'Interface', 'text'),
      column('host', 'Host', 'text'),
      column('container', 'Container', 'text'),
      column('receivedBytes', 'Received', 'bytes'),
      column('transmittedBytes', 'Transmitted', 'bytes'),
      column('receivedP95', '95th percentile received', 'bytesPerSecond'),
      column('transmittedP95', '95th percentile transmitted', 'bytesPerSecond'),
      column('receivedMaximum', 'Most received in a sample', 'bytesPerSecond'),
      column('transmittedMaximum', 'Most transmitted in a sample', 'bytesPerSecond'),
      column('speed', 'Link speed', 'bytesPerSecond'),
      column('utilisationPercent', 'Utilisation', 'percent'),
    ],
    groups.map((group) => cellsOf(group, rows.get(idOf(group)), p95)),
    `95th percentile: ${percentileText(p95)}. Utilisation: that of the busier way, as a share of the link's speed.`,
  );
}

/** Where packets were refused or thrown away. */
export async function* errors(context: ReportContext): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) return;
  yield section('errors', 'Errors and drops');
  const counted = [...ERRORS, ...DROPS];
  const found = await readTop(context, counted, everyClassUnlessAsked(context.filter));
  const groups = found.filter((group) => (sumOf(group, counted) ?? 0n) > 0n);
  if (groups.length === 0) {
    yield text('No interface counted an error or dropped a packet.');
    return;
  }
  yield* keptNotes(context, false);
  const [rows, packets] = [await rowsOf(context, groups), await packetsOf(context, groups)];
  yield table(
    'errors',
    'Interfaces with most errors and drops',
    [
      column('interface', 'Interface', 'text'),
      column('host', 'Host', 'text'),
      column('container', 'Container', 'text'),
      ...counted.map((counter) => column(counter, LABELS[counter] ?? counter, 'packets')),
      column('packets', 'Packets', 'packets'),
      column('badPercent', 'Share', 'percent'),
    ],
    groups.map((group): ReportCell[] => {
      const row = rows.get(idOf(group));
      const passed = packets.get(idOf(group)) ?? null;
      const bad = sumOf(group, counted);
      return [
        ...[row?.name ?? nameOf(group), row?.hostName ?? null, containerOf(group)],
        ...counted.map((counter) => sumCell(group, counter)),
        ...[passed === null ? null : Number(passed), shareOf(bad, passed)],
      ];
    }),
    'Each interface by itself, of hosts and of containers: one packet may be counted by several of them.',
  );
}

const LABELS: Partial<Readonly<Record<Counter, string>>> = {
  rxErrors: 'Receive errors',
  txErrors: 'Transmit errors',
  rxDropped: 'Received and dropped',
  txDropped: 'Dropped at sending',
};

/** What is refused or thrown away comes beside what passed. */
function shareOf(bad: bigint | null, passed: bigint | null): number | null {
  if (bad === null || passed === null || bad + passed === 0n) return null;
  return rounded((Number(bad) / Number(bad + passed)) * 100);
}

/** Those that counted most of some counters together, the rest left out. Sums alone cost least: of a fleet, all interfaces are looked at. */
async function readTop(
  context: ReportContext,
  counters: readonly Counter[],
  filter: Filter,
): Promise<readonly GroupTotals[]> {
  const top = { count: MOST_ROWS, by: 'total', counter: null } as const;
  const asked = context.asked(BY_INTERFACE, { counters, top, filter: { ...filter, includeGone: true } });
  const { groups } = answered(await context.sources.totals.sums(asked));
  const known = groups.filter((group) => group.others === null && coveredMsOf(group) > 0);
  return ordered(known, counters);
}

/** Of a tie, always in the same order. */
function ordered(groups: readonly GroupTotals[], counters: readonly Counter[]): readonly GroupTotals[] {
  return groups.toSorted((one, other) => {
    const [sum = 0n, otherSum = 0n] = [one, other].map((group) => sumOf(group, counters) ?? 0n);
    if (sum !== otherSum) return sum > otherSum ? -1 : 1;
    return idOf(one) < idOf(other) ? -1 : 1;
  });
}

/** The same with all figures, the highest rates too, in the same order. */
async function ratesOf(context: ReportContext, top: readonly GroupTotals[]): Promise<TotalsAnswer> {
  const asked = context.asked(BY_INTERFACE, { counters: BYTES, interfaces: top.map(idOf), filter: null });
  const answer = answered(await context.sources.totals.answer(asked));
  return { ...answer, groups: ordered(answer.groups, BYTES) };
}

function p95Of(context: ReportContext, read: TotalsAnswer): Promise<Percentiles> {
  return percentilesOf(context, {
    ...{ interfaces: read.groups.map(idOf), filter: null, grouping: BY_INTERFACE },
    ...{ groups: read.groups, range: context.request, mostDaysOfHosts: DAYS_FOR_ROWS },
    wider: () => Promise.resolve(read),
  });
}

async function rowsOf(
  { sources }: ReportContext,
  groups: readonly GroupTotals[],
): Promise<ReadonlyMap<string, InterfaceRow>> {
  const rows = await sources.interfaces.byNetIds(groups.map(idOf));
  return new Map(rows.map((row) => [row.netId, row]));
}

/** How many packets passed each, errors not among them. */
async function packetsOf(
  context: ReportContext,
  groups: readonly GroupTotals[],
): Promise<ReadonlyMap<string, bigint | null>> {
  const asked = context.asked(BY_INTERFACE, { counters: PACKETS, interfaces: groups.map(idOf), filter: null });
  const answer = answered(await context.sources.totals.sums(asked));
  return new Map(answer.groups.map((group) => [idOf(group), sumOf(group, PACKETS)]));
}

function cellsOf(group: GroupTotals, row: InterfaceRow | undefined, p95: Percentiles): ReportCell[] {
  return [
    ...[row?.name ?? nameOf(group), row?.hostName ?? null, containerOf(group)],
    ...BYTES.map((counter) => sumCell(group, counter)),
    ...BYTES.map((counter) => p95.of(group, counter)),
    ...BYTES.map((counter) => statisticOf(group, counter, (each) => each.maximumPerSecond)),
    ...[row?.speedBitsPerSecond ? row.speedBitsPerSecond / BITS : null, utilisationOf(group, row, p95)],
  ];
}

function utilisationOf(group: GroupTotals, row: InterfaceRow | undefined, p95: Percentiles): number | null {
  const rates = BYTES.flatMap((counter) => p95.of(group, counter) ?? []);
  if (!row?.speedBitsPerSecond || rates.length === 0) return null;
  return rounded((Math.max(...rates) * BITS * 100) / row.speedBitsPerSecond);
}

function barsOf(
  groups: readonly GroupTotals[],
  rows: ReadonlyMap<string, InterfaceRow>,
  p95: Percentiles,
): ReportBlock {
  const bars = groups.slice(0, MOST_BARS).map((group) => {
    const row = rows.get(idOf(group));
    return {
      name: row ? `${row.name} on ${row.hostName}` : nameOf(group),
      values: [{ label: 'Utilisation', value: utilisationOf(group, row, p95) }],
    };
  });
  const limit = { label: '80 %', value: 80 };
  return {
    type: 'bars',
    id: 'interfaces-bars',
    title: 'Utilisation of the busiest links',
    unit: 'percent',
    bars,
    limit,
  };
}

/** Its id, what it is called, and the container that it is in. */
const idOf = ({ keys, group }: GroupTotals): string => keys[0]?.value ?? group;
const nameOf = ({ keys, group }: GroupTotals): string => keys[0]?.name ?? group;
const containerOf = ({ keys }: GroupTotals): string => keys[1]?.name ?? '';

function uplinksUnlessAsked(filter: Filter): Filter {
  return filter.classes != null || filter.uplink != null ? filter : { ...filter, uplink: true };
}

/** What an interface of any class lost is told of, though traffic is counted at some of them alone. */
function everyClassUnlessAsked(filter: Filter): Filter {
  return filter.classes != null || filter.uplink != null ? filter : { ...filter, classes: INTERFACE_CLASSES };
}
