import { describe, expect, it } from '@jest/globals';
import { NOTIFY_STRENGTH } from '../finding.js';
import { PatternEngine } from '../pattern-engine.js';
import {
  BEGINS_MS,
  classesOf,
  DAY_MS,
  findingsOf,
  HOUR_MS,
  lastTold,
  MINUTE_MS,
  type Rates,
  samplesOf,
  scaledBetween,
  type Series,
  tell,
} from '../series.fixture.js';

const SECOND_MS = 1_000;
const hours: Series = { stepMs: 10 * SECOND_MS, lengthMs: 7 * HOUR_MS };
const atMs = 4 * HOUR_MS;

/** Changes rates from four hours on for so long. */
function during(lengthMs: number, change: (rates: Rates, sinceMs: number) => Rates, series = hours): Series {
  const isIn = (sinceMs: number): boolean => sinceMs >= atMs && sinceMs < atMs + lengthMs;
  return { ...series, change: (rates, sinceMs) => (isIn(sinceMs) ? change(rates, sinceMs - atMs) : rates) };
}
const scaled = (factor: number, lengthMs: number, series = hours): Series => ({
  ...series,
  change: scaledBetween(atMs, atMs + lengthMs, factor),
});
const day = (sinceMs: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * sinceMs) / DAY_MS);
const all = (rates: Rates, factor: number): Rates => rates.map((rate) => rate * factor) as Rates;

describe('burst', () => {
  it('is found in its first sample and ends', () => {
    const series = scaled(5, MINUTE_MS);
    const [first] = tell(samplesOf(series));
    expect(first).toMatchObject({ class: 'burst', startMs: BEGINS_MS + atMs, endMs: null });
    expect(findingsOf(series)).toEqual([
      expect.objectContaining({ class: 'burst', endMs: BEGINS_MS + atMs + MINUTE_MS }),
    ]);
  });

  it('is not what is barely more than the noise, nor what noise of that kind always does', () => {
    expect(classesOf(scaled(1.3, MINUTE_MS))).toEqual([]);
    const isLively = (sinceMs: number): boolean => (sinceMs / hours.stepMs) % 61 === 7;
    const lively: Series = {
      ...hours,
      lengthMs: DAY_MS,
      change: (rates, sinceMs) => (isLively(sinceMs) ? all(rates, 4) : rates),
    };
    const late = findingsOf(lively).filter(
      ({ class: name, startMs }) => name === 'burst' && startMs > BEGINS_MS + DAY_MS / 2,
    );
    expect(late).toEqual([]);
  });
});

describe('outage', () => {
  it('is found after three samples, and is no drop besides', () => {
    const told = tell(samplesOf(scaled(0.001, 5 * MINUTE_MS)));
    expect(told[0]).toMatchObject({ class: 'outage', startMs: BEGINS_MS + atMs });
    expect(classesOf(scaled(0.001, 5 * MINUTE_MS))).toEqual(['outage']);
  });

  it('is told again while it goes on, once it is worth telling somebody who did not ask', () => {
    const told = tell(
      samplesOf({
        ...{ stepMs: 10 * SECOND_MS, lengthMs: 4 * DAY_MS },
        change: scaledBetween(3.5 * DAY_MS, 3.5 * DAY_MS + 3 * HOUR_MS, 0),
      }),
    ).filter((finding) => finding.class === 'outage');
    expect(told.map(({ strength, endMs }) => [strength >= NOTIFY_STRENGTH, endMs === null])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it('is not two silent samples, nor a twentieth of the usual', () => {
    expect(classesOf(scaled(0, 20 * SECOND_MS))).not.toContain('outage');
    expect(classesOf(scaled(0.05, 5 * MINUTE_MS))).toEqual(['drop']);
  });

  it('does not end with each trickle, and is no new usual after a night of it', () => {
    const trickles = (sinceMs: number): number => ((sinceMs / hours.stepMs) % 4 === 0 ? 0.03 : 0.005);
    expect(classesOf(during(10 * MINUTE_MS, (rates, sinceMs) => all(rates, trickles(sinceMs))))).toEqual(['outage']);
    const night = scaled(0, 9 * HOUR_MS, { stepMs: 5 * MINUTE_MS, lengthMs: 16 * HOUR_MS });
    expect(classesOf(night)).toEqual(['outage']);
  });

  it('is not the silence that a series always falls into', () => {
    const isSilent = (sinceMs: number): boolean => (sinceMs / MINUTE_MS) % 5 < 1;
    const onAndOff: Series = { ...hours, change: (rates, sinceMs) => (isSilent(sinceMs) ? all(rates, 0) : rates) };
    expect(classesOf(onAndOff)).not.toContain('outage');
  });
});

describe('drop', () => {
  it('is found within a minute or so', () => {
    const [first] = tell(samplesOf(scaled(0.3, 6 * MINUTE_MS)));
    expect(first?.class).toBe('drop');
    expect(classesOf(scaled(0.3, 6 * MINUTE_MS))).toEqual(['drop']);
  });

  it('is not a fall to 70 %, nor one of half a minute', () => {
    expect(classesOf(scaled(0.7, 6 * MINUTE_MS))).toEqual([]);
    expect(classesOf(scaled(0.3, 30 * SECOND_MS))).toEqual([]);
  });

  it('is never told as another, though it lasts as long as a level shift needs', () => {
    const long: Series = { stepMs: 5 * MINUTE_MS, lengthMs: 36 * HOUR_MS };
    for (const [stepMs, lengthMs] of [
      [MINUTE_MS, 9 * MINUTE_MS],
      [5 * MINUTE_MS, 10 * MINUTE_MS],
    ] as const) {
      const fallsAtMs = 24 * HOUR_MS;
      const told = tell(samplesOf({ ...long, stepMs, change: scaledBetween(fallsAtMs, fallsAtMs + lengthMs, 0.25) }));
      expect(new Set(told.map((finding) => finding.class))).toEqual(new Set(['drop']));
    }
  });
});

describe('level shift', () => {
  it('is one finding, however long it lasts', () => {
    expect(classesOf(scaled(1.7, 3 * HOUR_MS))).toEqual(['level shift']);
    expect(classesOf(scaled(0.55, 3 * HOUR_MS))).toEqual(['level shift']);
  });

  it('is not a change of 15 %, and is taken back where it does not last', () => {
    expect(classesOf(scaled(1.15, 3 * HOUR_MS))).toEqual([]);
    expect(classesOf(scaled(1.35, 15 * MINUTE_MS))).toEqual([]);
  });

  it('is not twenty minutes at five minutes a sample, of which the next half hour still leans to that side', () => {
    const coarse: Series = { stepMs: 5 * MINUTE_MS, lengthMs: 7 * HOUR_MS };
    const leaning: Series = {
      ...coarse,
      change: (rates, sinceMs) => {
        const isJust = sinceMs >= atMs && sinceMs < atMs + 20 * MINUTE_MS;
        return all(rates, isJust ? 3 : sinceMs > atMs && sinceMs < atMs + HOUR_MS ? 1.15 : 1);
      },
    };
    const [burst, ...others] = findingsOf(leaning);
    expect(others).toEqual([]);
    expect(burst).toMatchObject({ class: 'burst', startMs: BEGINS_MS + atMs });
    expect(burst?.endMs).toBeLessThan(BEGINS_MS + atMs + 40 * MINUTE_MS);
    expect(classesOf(scaled(3, 3 * HOUR_MS, coarse))).toEqual(['level shift']);
  });

  it('is found in a series that was lively before: a fall by half is one, whatever the noise did', () => {
    const wild = (sinceMs: number): number =>
      sinceMs < 2 * HOUR_MS ? 1 + 0.9 * Math.sin(sinceMs / (7 * MINUTE_MS)) : sinceMs < atMs ? 1 : 0.35;
    const found = findingsOf({ ...hours, change: (rates, sinceMs) => all(rates, wild(sinceMs)) });
    expect(found.filter(({ startMs }) => startMs >= BEGINS_MS + atMs - MINUTE_MS).map((one) => one.class)).toEqual([
      'level shift',
    ]);
  });
});

describe('step after change', () => {
  it('is a level shift just after a recorded change, whose time it tells', () => {
    const changeMs = BEGINS_MS + atMs - 2 * MINUTE_MS;
    const classes = (noteMs: number): unknown[] => {
      const engine = new PatternEngine();
      engine.noteChange(noteMs);
      return lastTold(tell(samplesOf(scaled(1.7, 3 * HOUR_MS)), engine)).map(({ class: name, evidence }) => [
        name,
        evidence['changeAtMs'],
      ]);
    };
    expect(classes(changeMs)).toEqual([['step after change', changeMs]]);
    expect(classes(changeMs - 20 * MINUTE_MS)).toEqual([['level shift', undefined]]);
  });
});

describe('ramp', () => {
  const rising = (lengthMs: number, to: number): Series => ({
    ...hours,
    change: (rates, sinceMs) => all(rates, 1 + (to - 1) * Math.min(1, Math.max(0, (sinceMs - atMs) / lengthMs))),
  });

  it('is found while it lasts', () => {
    const findings = findingsOf(rising(90 * MINUTE_MS, 2.5));
    expect(findings.map((finding) => finding.class)).toEqual(['ramp']);
  });

  it('is not a step, nor a slow drift', () => {
    expect(classesOf(scaled(2.5, 3 * HOUR_MS))).toEqual(['level shift']);
    expect(classesOf(rising(3 * HOUR_MS, 1.15))).toEqual([]);
  });

  it('down again is another than the one up', () => {
    const upMs = 80 * MINUTE_MS;
    const hill = (sinceMs: number): number => {
      const since = sinceMs - atMs;
      if (since < 0) return 1;
      return since < 2 * HOUR_MS
        ? Math.min(3, 1 + (2 * since) / upMs)
        : Math.max(1, 3 - (2 * (since - 2 * HOUR_MS)) / upMs);
    };
    const series = { ...hours, lengthMs: 10 * HOUR_MS };
    const findings = findingsOf({ ...series, change: (rates, sinceMs) => all(rates, hill(sinceMs)) });
    const ways = findings.map((finding) => [finding.class, (finding.evidence['changeShare'] ?? 0) > 0]);
    expect(ways).toEqual([
      ['ramp', true],
      ['ramp', false],
    ]);
  });
});

describe('periodic job', () => {
  const everyHour = (skip: (nth: number) => boolean, late: (nth: number) => number = () => 0): Series => ({
    stepMs: 10 * SECOND_MS,
    lengthMs: 12 * HOUR_MS,
    change: (rates, sinceMs) => {
      const nth = Math.floor(sinceMs / HOUR_MS);
      const inHourMs = sinceMs - nth * HOUR_MS - 20 * MINUTE_MS - late(nth);
      const isRun = nth >= 2 && inHourMs >= 0 && inHourMs < 3 * MINUTE_MS && !skip(nth);
      return isRun ? all(rates, 6) : rates;
    },
  });
  const jobs = (series: Series): unknown => findingsOf(series).filter((finding) => finding.class === 'periodic job');

  it('is found at the fifth run, and tells its period', () => {
    expect(jobs(everyHour(() => false))).toEqual([
      expect.objectContaining({ evidence: expect.objectContaining({ periodSeconds: 3_600, runs: 10, missed: 0 }) }),
    ]);
    const bursts = findingsOf(everyHour(() => false)).filter((finding) => finding.class === 'burst');
    expect(bursts).toHaveLength(4);
  });

  it('is found where each run is one sample, as where nights were read by the minute', () => {
    const everyFourHours: Series = {
      stepMs: MINUTE_MS,
      lengthMs: 24 * HOUR_MS,
      change: (rates, sinceMs) => (sinceMs % (4 * HOUR_MS) === 3 * HOUR_MS ? all(rates, 30) : rates),
    };
    expect(jobs(everyFourHours)).toEqual([
      expect.objectContaining({ evidence: expect.objectContaining({ periodSeconds: 14_400 }) }),
    ]);
  });

  it('tells a run that did not come', () => {
    expect(jobs(everyHour((nth) => nth === 10))).toEqual([
      expect.objectContaining({ evidence: expect.objectContaining({ missed: 1 }) }),
    ]);
  });

  it('misses no run that was due while nothing was known', () => {
    const samples = samplesOf(everyHour(() => false));
    const known = samples.filter(({ atMs }) => Math.abs(atMs - BEGINS_MS - 10.5 * HOUR_MS) > 30 * MINUTE_MS);
    const engine = new PatternEngine();
    const told = known.flatMap((sample) => engine.feed(sample));
    const last = told.filter((finding) => finding.class === 'periodic job').at(-1);
    expect(last?.evidence).toMatchObject({ runs: 9, missed: 0 });
  });

  it('is not runs that come when they like', () => {
    expect(
      jobs(
        everyHour(
          () => false,
          (nth) => ((nth * 7) % 5) * 8 * MINUTE_MS - 16 * MINUTE_MS,
        ),
      ),
    ).toEqual([]);
  });
});

describe('seasonality', () => {
  const days = { stepMs: 5 * MINUTE_MS, lengthMs: 5 * DAY_MS };

  it('is found after three days that are alike, with its period', () => {
    const findings = findingsOf({ ...days, change: (rates, sinceMs) => all(rates, day(sinceMs)) });
    expect(findings).toEqual([
      expect.objectContaining({ class: 'seasonality', evidence: expect.objectContaining({ periodHours: 24 }) }),
    ]);
  });

  it('is not days that are each different', () => {
    expect(classesOf(days)).toEqual([]);
    const offset = (sinceMs: number): number => Math.floor(sinceMs / DAY_MS) * 7 * HOUR_MS;
    const unlike = findingsOf({ ...days, change: (rates, sinceMs) => all(rates, day(sinceMs + offset(sinceMs))) });
    expect(unlike.map((finding) => finding.class)).not.toContain('seasonality');
  });
});

describe('seasonal violation', () => {
  const weeks = { stepMs: 5 * MINUTE_MS, lengthMs: 10 * DAY_MS, noise: 0.05 };
  const violated = (factor: (sinceMs: number) => number): Series => ({
    ...weeks,
    change: (rates, sinceMs) => all(rates, factor(sinceMs)),
  });
  const fromMs = 9 * DAY_MS + 4 * HOUR_MS;

  it('is night traffic by day', () => {
    const isIn = (sinceMs: number): boolean => sinceMs >= fromMs && sinceMs < fromMs + 3 * HOUR_MS;
    const classes = classesOf(violated((sinceMs) => day(isIn(sinceMs) ? sinceMs + DAY_MS / 2 : sinceMs)));
    expect(classes).toEqual(['seasonality', 'seasonal violation']);
  });

  it('is not the same at its usual hour', () => {
    expect(classesOf(violated(day))).toEqual(['seasonality']);
  });
});

describe('asymmetric flip', () => {
  const flipped = (rates: Rates): Rates => [rates[1], rates[0] * 1.2, rates[3], rates[2], 0, 0, 0, 0];
  const uneven: Series = { ...hours, change: (rates) => [rates[0] * 2, ...rates.slice(1)] as Rates };
  const swapped = (lengthMs: number): Series => ({
    ...hours,
    change: (rates, sinceMs) => {
      const ordinary = uneven.change?.(rates, sinceMs) as Rates;
      return sinceMs >= atMs && sinceMs < atMs + lengthMs ? flipped(ordinary) : ordinary;
    },
  });

  it('is found after two minutes', () => {
    expect(classesOf(swapped(10 * MINUTE_MS))).toEqual(['asymmetric flip']);
  });

  it('is not a minute of it, nor more of the usual way', () => {
    expect(classesOf(swapped(MINUTE_MS))).toEqual([]);
    expect(
      classesOf(during(10 * MINUTE_MS, (rates) => [rates[0] * 1.2, rates[1] / 2, ...rates.slice(2)] as Rates)),
    ).toEqual([]);
  });
});

describe('fan-out', () => {
  const scan = (bytesPerPacket: number, answered: number): Series =>
    during(5 * MINUTE_MS, (rates) => {
      const packets = 15_000;
      return [
        rates[0] + answered * packets * 60,
        rates[1] + packets * bytesPerPacket,
        rates[2] + answered * packets,
        rates[3] + packets,
        0,
        0,
        0,
        0,
      ];
    });

  it('is many small packets that nobody answers', () => {
    const [finding] = findingsOf(scan(60, 0.02));
    expect(finding).toMatchObject({ class: 'fan-out', evidence: { isOutgoing: 1 } });
    expect(classesOf(scan(60, 0.02))).toEqual(['fan-out']);
  });

  it('is not many small packets that are answered', () => {
    expect(classesOf(scan(60, 0.9))).not.toContain('fan-out');
  });
});

describe('one-way flood', () => {
  const flood = (times: number, other: number): Series =>
    during(5 * MINUTE_MS, (rates) => [
      rates[0] * times,
      rates[1] * other,
      rates[2] * times,
      rates[3] * other,
      0,
      0,
      0,
      0,
    ]);

  it('is ten times as much one way while the other stays, and no burst besides', () => {
    expect(classesOf(flood(25, 1))).toEqual(['one-way flood']);
  });

  it('is found within half a minute and two samples, and is none of a quarter', () => {
    const seconds: Series = { stepMs: SECOND_MS, lengthMs: 5 * HOUR_MS };
    const flooded = (times: number, lengthMs: number): Series =>
      during(lengthMs, (rates) => [times * rates[0], rates[1], times * rates[2], rates[3], 0, 0, 0, 0], seconds);
    const samples = samplesOf(flooded(20, 5 * MINUTE_MS)).filter(
      (sample) => sample.atMs <= BEGINS_MS + atMs + 32 * SECOND_MS,
    );
    expect(tell(samples).at(-1)).toMatchObject({ class: 'one-way flood' });
    expect(tell(samplesOf(flooded(30, 15 * SECOND_MS))).map((finding) => finding.class)).not.toContain('one-way flood');
  });

  it.each([
    ['at its begin', [0.05, 1, 1]],
    ['at its end', [1, 1, 0.05]],
    ['for two samples before', [0.1, 0.1, 1, 1]],
  ])('of small packets is told as that alone, though samples of half a minute hold little of it %s', (_, shares) => {
    const long: Series = { stepMs: 30 * SECOND_MS, lengthMs: 7 * HOUR_MS };
    const flooded = ([rxBytes, txBytes, rxPackets, txPackets]: Rates, sinceMs: number): Rates => {
      const share = shares[sinceMs / long.stepMs] ?? 0;
      return [rxBytes * (1 + 55 * share), txBytes, rxPackets * (1 + 500 * share), txPackets, 0, 0, 0, 0];
    };
    const findings = findingsOf(during(shares.length * long.stepMs, flooded, long));
    expect(findings).toMatchObject([
      { class: 'one-way flood', evidence: { timesUsualOneWay: expect.closeTo(56, -1) } },
    ]);
  });

  it('is not traffic that is answered in kind', () => {
    expect(classesOf(flood(25, 25))).not.toContain('one-way flood');
  });
});

describe('error storm', () => {
  const errors = (perSecond: number, lengthMs: number): Series =>
    during(lengthMs, (rates) => [...rates.slice(0, 4), perSecond, 0, 0, 0] as Rates);

  it('is found after three samples with errors, beside whatever else goes on', () => {
    expect(classesOf(errors(5, 5 * MINUTE_MS))).toEqual(['error storm']);
  });

  it('is not one clump, nor one error in 100,000 packets', () => {
    expect(classesOf(errors(5, 10 * SECOND_MS))).toEqual([]);
    expect(classesOf(errors(0.01, 10 * MINUTE_MS))).toEqual([]);
  });

  it('is not the share of errors that is always there', () => {
    const always: Series = { ...hours, change: (rates) => [...rates.slice(0, 4), 2, 0, 0, 0] as Rates };
    const late = findingsOf(always).filter(({ startMs }) => startMs > BEGINS_MS + HOUR_MS);
    expect(late).toEqual([]);
  });
});

describe('saturation', () => {
  const capacity = 5e6;
  const full = (share: number, wobble: number): Series =>
    during(
      5 * MINUTE_MS,
      (rates, sinceMs) => {
        const rate = capacity * share * (1 + (Math.round(sinceMs / hours.stepMs) % 2 === 0 ? wobble : -wobble));
        return [rate, rates[1] * 3, rate / 1_000, rates[3] * 3, 0, 0, 5, 0];
      },
      { ...hours, capacity },
    );

  it('is a link that is full and steady', () => {
    expect(findingsOf(full(0.97, 0.003))).toEqual([
      expect.objectContaining({
        class: 'saturation',
        evidence: expect.objectContaining({ droppedPackets: expect.any(Number) }),
      }),
    ]);
  });

  it('is not a link that is nearly full and varies', () => {
    expect(classesOf(full(0.94, 0.05))).not.toContain('saturation');
    expect(classesOf(full(0.85, 0.003))).not.toContain('saturation');
  });
});

describe('flapping', () => {
  const flaps = (count: number): Series =>
    during(count * 2 * MINUTE_MS, (rates, sinceMs) => (sinceMs % (2 * MINUTE_MS) < MINUTE_MS ? all(rates, 0) : rates));

  it('is four turns within ten minutes, one finding', () => {
    expect(classesOf(flaps(4))).toEqual(['flapping']);
  });

  it('is not one outage', () => {
    expect(classesOf(flaps(1))).toEqual(['outage']);
  });
});

describe('stuck', () => {
  const held = (samples: number): Series => during(samples * hours.stepMs, () => [1e6, 4e5, 1_000, 800, 0, 0, 0, 0]);

  it('is the same rate for twenty samples', () => {
    expect(findingsOf(held(40))).toMatchObject([
      { class: 'stuck', startMs: BEGINS_MS + atMs, evidence: { samples: 40, bytesPerSecond: 1.4e6 } },
    ]);
  });

  it('is not the same rate for fifteen, nor what never varies', () => {
    expect(classesOf(held(15))).toEqual([]);
    expect(classesOf({ ...hours, noise: 0 })).toEqual([]);
  });
});
