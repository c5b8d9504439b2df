import { COUNTERS, type Counter } from '@weir/model';
import type { QuotaUse } from '../../billing/quota-use.js';
import { FLEET_KEY } from '../../query/watched/scope-keys.js';
import type { SilenceClock } from '../evaluate/silence-clock.js';
import type { FigureName, Level } from '../rule/figures.js';
import { FIGURE_NAMES } from '../rule/figures.js';
import type { Part, Watched } from './watched.js';

/** Where figures are taken from that are not of a host's own messages. */
export interface Around {
  readonly clock: SilenceClock;
  /** When an interface that went was there last, or a thing was heard; ms since 1970. */
  heardMs(watched: Watched): number;
  /** How long samples have waited to be stored; NaN where that is not known. */
  ingestLagSeconds(nowMs: number): number;
  /** When a link is full by its forecast, ms since 1970; Infinity where not within what is foretold, NaN where nothing is known. */
  fullAtMs(netId: string): number;
  /** How much of a quota's limit is used, and expected to be; NaN where that is not known. */
  quotaUse(id: string): Pick<QuotaUse, 'usedPercent' | 'expectedPercent'> | undefined;
  /** The newest scores of something; undefined where it is not scored yet. */
  scores(level: Level, key: string): Scores | undefined;
}

/** How unusual a minute was, each in [0, 1]. */
export interface Scores {
  readonly anomalyScore: number;
  readonly novelty: number;
  readonly deviation: number;
}

/** A figure of what is watched, as it is now; NaN = not known. */
export type ReadFigure = (watched: Watched, nowMs: number, around: Around) => number;

const PERCENT = 100;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
const [RX_BYTES, TX_BYTES] = [COUNTERS.indexOf('rxBytes'), COUNTERS.indexOf('txBytes')];

/** The sum of counters over all that is known; NaN where nothing is. */
function sumOf(...counters: readonly Counter[]): ReadFigure {
  const places = counters.map((counter) => COUNTERS.indexOf(counter));
  return ({ parts }) => {
    let [sum, isKnown] = [0, false];
    for (const { rates, place } of parts) {
      if (!rates.isKnown(place)) continue;
      isKnown = true;
      for (const counter of places) sum += rates.rate(place, counter);
    }
    return isKnown ? sum : NaN;
  };
}

/** Of the busiest link of those whose speed is known. */
function useOf(...counters: readonly number[]): ReadFigure {
  const used = ({ rates, place, bytesPerSecondAtMost }: Part): number =>
    (Math.max(...counters.map((counter) => rates.rate(place, counter))) / bytesPerSecondAtMost) * PERCENT;
  return ({ parts }) => parts.reduce((most, part) => larger(most, used(part)), NaN);
}

const larger = (one: number, other: number): number => (one >= other || Number.isNaN(other) ? one : other);
const smaller = (one: number, other: number): number => (one <= other || Number.isNaN(other) ? one : other);

const TRAFFIC = {
  bytesPerSecond: sumOf('rxBytes', 'txBytes'),
  rxBytesPerSecond: sumOf('rxBytes'),
  txBytesPerSecond: sumOf('txBytes'),
  packetsPerSecond: sumOf('rxPackets', 'txPackets'),
  rxPacketsPerSecond: sumOf('rxPackets'),
  txPacketsPerSecond: sumOf('txPackets'),
  errorsPerSecond: sumOf('rxErrors', 'txErrors'),
  rxErrorsPerSecond: sumOf('rxErrors'),
  txErrorsPerSecond: sumOf('txErrors'),
  droppedPerSecond: sumOf('rxDropped', 'txDropped'),
  rxDroppedPerSecond: sumOf('rxDropped'),
  txDroppedPerSecond: sumOf('txDropped'),
  utilisationPercent: useOf(RX_BYTES, TX_BYTES),
  rxUtilisationPercent: useOf(RX_BYTES),
  txUtilisationPercent: useOf(TX_BYTES),
} as const satisfies Partial<Record<FigureName, ReadFigure>>;

const AROUND: Partial<Record<FigureName, ReadFigure>> = {
  silentSeconds: (watched, nowMs, around) =>
    watched.thing.level === 'fleet' && watched.thing.key === FLEET_KEY
      ? around.clock.fleetSeconds(nowMs)
      : around.clock.secondsOf(around.heardMs(watched), nowMs),
  ingestLagSeconds: (_, nowMs, around) => around.ingestLagSeconds(nowMs),
  daysUntilFull: ({ parts }, nowMs, around) =>
    parts.reduce((least, { netId }) => smaller(least, Math.max(0, around.fullAtMs(netId) - nowMs) / DAY_MS), NaN),
  quotaUsedPercent: ({ thing }, _, around) => around.quotaUse(thing.key)?.usedPercent ?? NaN,
  quotaExpectedPercent: ({ thing }, _, around) => around.quotaUse(thing.key)?.expectedPercent ?? NaN,
  anomalyScore: (watched, _, around) => scoreOf(watched, around, 'anomalyScore'),
  novelty: (watched, _, around) => scoreOf(watched, around, 'novelty'),
  deviation: (watched, _, around) => scoreOf(watched, around, 'deviation'),
};

function scoreOf({ thing: { level, key } }: Watched, around: Around, name: keyof Scores): number {
  return around.scores(level, key)?.[name] ?? NaN;
}

/** All else is told by hosts, of themselves and of their containers. */
function stateOf(figure: FigureName): ReadFigure {
  return ({ thing: { level, container }, host }, nowMs) => {
    if (!host) return NaN;
    if (level === 'host') return host.states.ofHost(figure, nowMs);
    return container ? host.states.ofContainer(container.id, container.namespace, figure, nowMs) : NaN;
  };
}

/** How each figure is read. */
export const READ_FIGURE = Object.fromEntries(
  FIGURE_NAMES.map((name) => [
    name,
    (TRAFFIC as Partial<Record<FigureName, ReadFigure>>)[name] ?? AROUND[name] ?? stateOf(name),
  ]),
) as Readonly<Record<FigureName, ReadFigure>>;

/** Whether a part of a sum is not known now. Of a host that is away for long its part is taken for gone. */
export function isPartial({ parts }: Watched, nowMs: number): boolean {
  return (
    parts.length > 1 && parts.some(({ rates, place }) => !rates.isKnown(place) && nowMs - rates.heardMs < MISSED_MS)
  );
}

const MISSED_MS = 600 * SECOND_MS;
