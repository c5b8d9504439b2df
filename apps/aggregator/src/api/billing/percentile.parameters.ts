import type { MomentRange } from '@weir/model';
import { isCurrency } from '../../billing/money.js';
import { MISSING_SAMPLES, PERCENTILE_WAYS } from '../../billing/percentile/percentile.js';
import type { WrittenPrice } from '../../billing/percentile/price.js';
import type { WrittenPercentile, WrittenWindow } from '../../billing/percentile/read-percentile.js';
import { SUBJECT_KINDS } from '../../billing/quota.js';
import { amount, choice, moment, text, value, wrong } from '../rest/parameters/kinds.js';
import type { Parameter, ValuesOf } from '../rest/parameters/parameter.js';

const USUAL_MS = 30 * 86_400_000;
const WINDOW = /^(?:([a-z,]+)@)?(\d\d:\d\d)-(\d\d:\d\d)$/;
const LIST = { type: 'array', items: { type: 'string' } } as const;

const excludeWeekly: Parameter<readonly WrittenWindow[]> = {
  description:
    'A time that is not billed, by the clocks of `timeZone`: days, and from when until when, of the next day where that is not later; each day without days. May be given several times.',
  ...{ schema: LIST, example: 'saturday@22:00-06:00', repeats: true },
  read: (texts) => {
    const windows = texts.map((each) => WINDOW.exec(each));
    if (windows.includes(null)) return wrong('is no time such as saturday,sunday@22:00-06:00');
    return value(
      windows.map((match) => ({
        weekdays: match?.[1]?.split(',') ?? [],
        from: match?.[2] ?? '',
        to: match?.[3] ?? '',
      })),
    );
  },
};

const MOMENT = moment({ description: 'An end of a stretch.', example: '2026-11-08T22:00:00Z' });

const excludeRanges: Parameter<readonly MomentRange[]> = {
  description: 'A stretch of time that is not billed, as its begin and its end. May be given several times.',
  ...{ schema: LIST, example: '2026-11-08T22:00:00Z/2026-11-09T02:00:00Z', repeats: true },
  read: (texts) => {
    const ranges: MomentRange[] = [];
    for (const each of texts) {
      const [from, to] = each.split('/', 2).map((part) => MOMENT.read([part]));
      if (!from?.ok || !to?.ok)
        return wrong('is no stretch such as 2026-11-08T22:00:00Z/2026-11-09T02:00:00Z (write a + as %2B)');
      ranges.push({ fromMs: from.value ?? NaN, toMs: to.value ?? NaN });
    }
    return value(ranges);
  },
};

/** What is asked of a percentile. */
export const PERCENTILE = {
  kind: choice({ description: 'What is billed.', among: SUBJECT_KINDS, byDefault: 'fleet' }),
  host: text({
    description:
      'Id of the host; a host and an uplink need one, the fleet has none, all else is over all hosts without one.',
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  }),
  name: text({ description: 'Its name; the fleet and a host have none.', example: 'eth0' }),
  from: moment({
    description: 'Begin of the range; 30 days before `to` where left out.',
    example: '2026-11-01T00:00:00Z',
  }),
  to: moment({
    description: 'End of the range, 400 days later at most; now where left out.',
    example: '2026-12-01T00:00:00Z',
  }),
  timeZone: text({ description: 'By whose clocks weekly times go; UTC where left out.', example: 'Europe/Berlin' }),
  missing: choice({
    description: 'Whether samples of which nothing is known count as zero, or not at all.',
    ...{ among: MISSING_SAMPLES, byDefault: 'skip' },
  }),
  ...{ excludeWeekly, excludeRanges },
  way: choice({ description: 'What the price is of; max where left out.', among: PERCENTILE_WAYS, byDefault: null }),
  commitMegabitsPerSecond: amount({ description: 'Mbit/s that cost nothing more; 0 where left out.', example: 100 }),
  commitPrice: amount({ description: 'What these cost for the whole range; 0 where left out.', example: 50 }),
  pricePerMegabitPerSecond: amount({
    description:
      'Price of each Mbit/s above them; 0 where `commitPrice` is given. A `way` or a commit needs one of both; without any of these nothing is told of costs.',
    example: 0.8,
  }),
  currency: text({ description: 'Code of ISO 4217; needed with a price.', example: 'EUR' }),
} as const;

/** The percentile that parameters ask for. */
export function asWritten(values: ValuesOf<typeof PERCENTILE>, nowMs: number): WrittenPercentile {
  const {
    kind,
    host,
    name,
    from,
    to,
    timeZone,
    missing,
    excludeWeekly: weekly,
    excludeRanges: ranges,
    ...price
  } = values;
  return {
    ...{
      subject: { kind, host, name },
      fromMs: from ?? (to ?? nowMs) - USUAL_MS,
      toMs: to ?? nowMs,
      timeZone: timeZone ?? 'UTC',
    },
    ...{ missing, weekly, ranges },
    price: asPrice(price),
  };
}

const OF_PRICE = ['way', 'commitMegabitsPerSecond', 'commitPrice', 'pricePerMegabitPerSecond', 'currency'] as const;

/** Whatever is given of a price is one: what lacks a currency or what it costs is refused, not left out. A currency alone costs nothing, not 0. */
function asPrice(given: Pick<ValuesOf<typeof PERCENTILE>, (typeof OF_PRICE)[number]>): WrittenPrice | null {
  const { currency, commitPrice, pricePerMegabitPerSecond } = given;
  const isAlone = OF_PRICE.every((each) => each === 'currency' || given[each] === null);
  if (isAlone && (currency === null || isCurrency(currency))) return null;
  return {
    ...{ way: given.way ?? 'max', currency: currency ?? '', commitPrice: commitPrice ?? 0 },
    commitMegabitsPerSecond: given.commitMegabitsPerSecond ?? 0,
    pricePerMegabitPerSecond: pricePerMegabitPerSecond ?? (commitPrice === null ? NaN : 0),
  };
}
