import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Report, ReportBlock } from '@weir/model';
import { blocksOf, HEAD } from './report-blocks.js';
import { measureFleet } from './report-fleet.js';
import { announce, quick, report } from './report.js';

// As it is deployed: the thread that writes is a file of its own.
const BUILT = new URL('../../apps/aggregator/dist/report/render/pdf/render-pdf.js', import.meta.url);
const { renderPdf } = (await import(BUILT.href)) as {
  renderPdf: (report: Report, signal: AbortSignal, onPage: (pages: number) => void) => AsyncIterable<Uint8Array>;
};

const PAGES = quick ? 40 : 200;
const MANY_PAGES = quick ? 80 : 1_000;

interface Written {
  pages: number;
  seconds: number;
  /** Of all threads of this process. */
  cpuSeconds: number;
  megabytes: number;
  peakRssMb: number;
  /** Mean of the last quarter of pages, beyond that of the second. */
  growthMb: number;
  /** How long this process let others wait meanwhile, at the 99th percentile. */
  waitMs: number;
}

announce('Reports of every kind of block are written as PDF by the thread that the aggregator starts for it.');
const warm = await write(1);
console.log(`the first page: ${warm.seconds.toFixed(1)} s`);
const usual = await write(PAGES);
tell(usual);
const many = await write(MANY_PAGES);
tell(many);
report('report', {
  pages: usual.pages,
  seconds: round(usual.seconds),
  cpuSeconds: round(usual.cpuSeconds),
  pagesPerSecond: round(usual.pages / usual.seconds),
  fileMb: round(usual.megabytes),
  peakRssMb: round(usual.peakRssMb),
  growthMb: round(usual.growthMb),
  p99WaitMs: round(usual.waitMs),
  manyPages: many.pages,
  manySeconds: round(many.seconds),
  manyCpuSeconds: round(many.cpuSeconds),
  manyPeakRssMb: round(many.peakRssMb),
  manyGrowthMb: round(many.growthMb),
  ...(await measureFleet()),
});

async function write(least: number): Promise<Written> {
  let [pages, bytes] = [0, 0];
  const rssMb: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const onPage = (count: number): void => {
    pages = count;
    rssMb.push(process.memoryUsage.rss() / 1e6);
  };
  const start = performance.now();
  const cpu = process.cpuUsage();
  delay.enable();
  const blocks = sections(() => pages < least);
  for await (const piece of renderPdf({ head: HEAD, blocks }, new AbortController().signal, onPage))
    bytes += piece.length;
  delay.disable();
  const quarter = Math.ceil(rssMb.length / 4);
  const growthMb = mean(rssMb.slice(-quarter)) - mean(rssMb.slice(quarter, 2 * quarter));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  return {
    pages,
    seconds,
    cpuSeconds,
    megabytes: bytes / 1e6,
    peakRssMb: Math.max(...rssMb),
    growthMb,
    waitMs: delay.percentile(99) / 1e6,
  };
}

function tell({ pages, seconds, megabytes, peakRssMb, growthMb, waitMs }: Written): void {
  const memory = `at most ${round(peakRssMb)} MB resident, ${round(growthMb)} MB more at the end than at first`;
  console.log(
    `${pages} pages, ${round(megabytes)} MB: ${round(seconds)} s, ${memory}; others waited ${round(waitMs)} ms`,
  );
}

async function* sections(isWanted: () => boolean): AsyncIterable<ReportBlock> {
  for (let section = 0; isWanted(); section += 1) yield* blocksOf(section);
}

function mean(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
}

function round(amount: number): number {
  return Math.round(amount * 10) / 10;
}
