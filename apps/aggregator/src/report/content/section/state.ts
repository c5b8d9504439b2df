import type { ReportBlock, ReportFigure, ReportLine } from '@weir/model';
import { figure, rounded, section, text } from '../blocks.js';
import type { ReportContext } from '../context.js';
import { type Averages, readState, type StateTold, stepsOf } from '../host-state.js';
import { stepText } from '../sums.js';
import { momentText } from '../times.js';

/** How busy a host was, and how much of its memory was used. */
export async function* state(context: ReportContext): AsyncGenerator<ReportBlock> {
  const { request } = context;
  const host = request.subject?.host;
  if (host === undefined) return;
  yield section('state', 'CPU and memory');
  const { stepMs, atMs } = stepsOf(request);
  const told = await readState(context, host, request, stepMs);
  if (told.cpu.count === 0 && told.memory.count === 0) {
    yield text(
      'Nothing is known of CPU and memory in this range: the host did not tell of them, or it is kept no longer.',
      'note',
    );
    return;
  }
  for (const sentence of missingOf(told)) yield text(sentence, 'note');
  const before = request.before && (await readState(context, host, request.before, stepMs));
  yield { type: 'figures', items: figuresOf(request, told, before) };
  yield {
    ...{ type: 'lines', id: 'state', title: `CPU and memory, averages over ${stepText(stepMs)}`, unit: 'percent' },
    ...{ atMs, lines: linesOf(atMs.length, told, before), limit: null, isStacked: false },
  };
}

/** What nobody told is no zero. */
function missingOf({ cpu, memory, averageMs, averageCount }: StateTold): string[] {
  const all = [['CPU', cpu] as const, ['memory', memory] as const];
  return all.flatMap(([what, { count }]) => {
    if (count === averageCount) return [];
    if (count === 0) return [`Nothing is known of its ${what} in this range.`];
    const missing = `${String(averageCount - count)} of ${String(averageCount)} averages over ${stepText(averageMs)}`;
    return [`Of its ${what}, ${missing} are not known, and count nowhere.`];
  });
}

function figuresOf(
  { timeZone }: { readonly timeZone: string },
  told: StateTold,
  before: StateTold | null,
): ReportFigure[] {
  const over = `over ${stepText(told.averageMs)}`;
  // What is averaged over longer has lower peaks.
  const isAlike = before?.averageMs === told.averageMs;
  const both = (what: string, whole: string, of: (each: StateTold) => Averages): ReportFigure[] => {
    const { mean, most } = of(told);
    const earlier = before && of(before);
    const when = most && `average ${over} from ${momentText(most.atMs, timeZone)}`;
    return [
      figure(`${what}, mean`, 'percent', percent(mean), {
        ...(earlier && { before: percent(earlier.mean) }),
        note: `of all averages ${over}; ${whole}`,
      }),
      figure(`${what}, most`, 'percent', percent(most?.value ?? null), {
        ...(earlier && isAlike && { before: percent(earlier.most?.value ?? null) }),
        note: when,
      }),
    ];
  };
  return [
    ...both('CPU', '100 % is all cores', ({ cpu }) => cpu),
    ...both('Memory used', 'what programs could not get', ({ memory }) => memory),
    figure('Memory', 'bytes', told.memoryBytes, {
      ...(before && { before: before.memoryBytes }),
      note: 'that the host has',
    }),
  ];
}

function linesOf(count: number, { cpu, memory }: StateTold, before: StateTold | null): ReportLine[] {
  const line = (name: string, now: Averages, earlier: Averages | undefined): ReportLine => ({
    ...{ name, values: now.line(count) },
    ...(earlier && { before: earlier.line(count) }),
  });
  return [line('CPU', cpu, before?.cpu), line('Memory used', memory, before?.memory)];
}

const percent = (value: number | null): number | null => value && rounded(value);
