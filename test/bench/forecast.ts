import { parseArgs } from 'node:util';
import { forecast } from '../../apps/aggregator/src/analyse/forecast/forecast.js';
import { mase, naive2, seasonalNaive, smape } from './forecast-measures.js';
import { hourlySeries } from './forecast-series.js';
import { announce, asTyped, quick, report } from './report.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const HORIZON = 48;
const COVERAGE = 0.9;
/** Every so many series are taken for the short form. */
const STRIDE = quick ? 4 : 1;
/** The held-back points end so many hours before the series does. What is tuned was tuned on the earlier cuts, never on the first. */
const CUTS = quick ? [0] : [0, 48, 96];

/** Sums over series; the two of the competition for each of three ways to look ahead. */
interface Sums {
  series: number;
  readonly errors: Record<'engine' | 'seasonalNaive' | 'naive2', { smape: number; mase: number }>;
  points: number;
  held: number;
  cpuMs: number;
}

const { values: asked } = parseArgs({ options: { in: { type: 'string' }, quick: { type: 'boolean' } } });
const { source, series } = hourlySeries(asked.in === undefined ? undefined : asTyped(asked.in));
announce(
  `Forecasts of hourly series (${source}): the last ${HORIZON} points are held back, predicted from those before, and compared.
OWA as the M4 competition defines it: errors (sMAPE, MASE) relative to those of Naive2, the mean of both; repeating the last day
(seasonal naive) stands beside. coverage90 = share of held-back points inside the 90 % interval. Cut48 and Cut96 hold
back 48 points that end as many hours earlier: what is tuned was tuned on those. --in FILE takes the series of a file (M4's Hourly-train.csv or .csv.gz, one series a line
after its id); without it they are generated.`,
);

const chosen = series.filter((_, index) => index % STRIDE === 0);
const figures: Record<string, number | string | null> = { source, series: chosen.length };
for (const cut of CUTS) {
  const tried = chosen.map((whole) => tryOne(whole.slice(0, whole.length - cut)));
  const sums = total(tried);
  const suffix = cut === 0 ? '' : `Cut${cut}`;
  figures[`owa${suffix}`] = round(owaOf(sums, 'engine'), 4);
  figures[`owaSeasonalNaive${suffix}`] = round(owaOf(sums, 'seasonalNaive'), 4);
  figures[`coverage90${suffix}`] = round((100 * sums.held) / sums.points, 2);
  if (cut === 0) figures['cpuMsASeries'] = round(sums.cpuMs / sums.series, 1);
}
report('forecast', figures);

function tryOne(whole: Float64Array): Sums {
  const past = whole.slice(0, -HORIZON);
  const truth = whole.slice(-HORIZON);
  const began = process.cpuUsage();
  const result = forecast({ values: past, stepMs: HOUR_MS }, HORIZON, COVERAGE);
  const spent = process.cpuUsage(began);
  if (!result) throw new Error(`no forecast was given for ${past.length} points`);
  const of = (said: Float64Array): { smape: number; mase: number } => ({
    smape: smape(truth, said),
    mase: mase(past, truth, said, DAY_HOURS),
  });
  return {
    series: 1,
    errors: {
      engine: of(result.expected),
      seasonalNaive: of(seasonalNaive(past, DAY_HOURS, HORIZON)),
      naive2: of(naive2(past, DAY_HOURS, HORIZON)),
    },
    points: HORIZON,
    held: truth.filter((value, step) => value >= result.low[step]! && value <= result.high[step]!).length,
    cpuMs: (spent.user + spent.system) / 1_000,
  };
}

function total(all: readonly Sums[]): Sums {
  const zero = (): { smape: number; mase: number } => ({ smape: 0, mase: 0 });
  const sums: Sums = {
    series: 0,
    errors: { engine: zero(), seasonalNaive: zero(), naive2: zero() },
    points: 0,
    held: 0,
    cpuMs: 0,
  };
  for (const one of all) {
    for (const way of ['engine', 'seasonalNaive', 'naive2'] as const) {
      sums.errors[way].smape += one.errors[way].smape;
      sums.errors[way].mase += one.errors[way].mase;
    }
    sums.series += one.series;
    sums.points += one.points;
    sums.held += one.held;
    sums.cpuMs += one.cpuMs;
  }
  return sums;
}

function owaOf({ errors }: Sums, way: 'engine' | 'seasonalNaive'): number {
  return (errors[way].smape / errors.naive2.smape + errors[way].mase / errors.naive2.mase) / 2;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
