import { describe, expect, it } from '@jest/globals';
import { host, HOST_SILENT, NOT_QUIET } from '../lifecycle/alert.fixture.js';
import type { News, NewsKind } from '../lifecycle/alert.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { Outgoing } from './channel-plan.js';
import { Notifier, type SavedNotifier } from './notifier.js';
import { DEFAULT_PACE, type Pace } from './pace.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

function notifier(pace: Partial<Pace> = {}): Notifier {
  return Notifier.begin(new Map([['ops', { ...DEFAULT_PACE, ...pace }]]));
}

function news(incidentId: string, kind: NewsKind, atMs: number): News {
  return { incidentId, kind, atMs, ruleId: null };
}

/** Asks each 100 ms, each second over long times, what is due; answers `second kind count`. */
function run(
  plan: Notifier,
  fromMs: number,
  untilMs: number,
  during: (nowMs: number) => void = () => undefined,
  isUnattended = () => true,
): string[] {
  const told: string[] = [];
  const stepMs = untilMs - fromMs > 5 * MINUTE_MS ? SECOND_MS : 100;
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += stepMs) {
    during(nowMs);
    told.push(
      ...plan
        .due(nowMs, isUnattended)
        .map(({ kind, incidentIds }) => `${nowMs / SECOND_MS} ${kind} ${incidentIds.length}`),
    );
  }
  return told;
}

describe('messages of a channel', () => {
  it('tell the beginning and the end, each once, within two seconds', () => {
    const plan = notifier();
    plan.note(news('a', 'opened', 0), ['ops']);
    expect(run(plan, 0, 30 * SECOND_MS)).toEqual(['0.5 opened 1']);
    plan.note(news('a', 'resolved', 60 * SECOND_MS), ['ops']);
    expect(run(plan, 60 * SECOND_MS, 121 * SECOND_MS)).toEqual(['60.5 resolved 1']);
    expect(plan.save().channels).toEqual({});
  });

  it('go to those channels only that are to be told, and tell the end only where the beginning was told', () => {
    const plan = Notifier.begin(
      new Map([
        ['ops', DEFAULT_PACE],
        ['chat', DEFAULT_PACE],
      ]),
    );
    plan.note(news('a', 'opened', 0), ['chat', 'unknown']);
    plan.note(news('a', 'resolved', 0), ['ops', 'chat']);
    expect(plan.due(2 * SECOND_MS, () => true).map(({ channel, kind }) => `${channel} ${kind}`)).toEqual([
      'chat opened',
      'chat resolved',
    ]);
    expect(Object.keys(plan.save().channels)).toEqual(['chat']);
  });

  it('have an id that stays the same over a restart, and a thread from beginning to end', () => {
    const first = notifier();
    first.note(news('a', 'opened', 0), ['ops']);
    const saved = JSON.parse(JSON.stringify(first.save())) as SavedNotifier;
    const again = Notifier.restore(new Map([['ops', DEFAULT_PACE]]), saved);
    const [one] = first.due(SECOND_MS, () => true);
    const [other] = again?.due(2 * SECOND_MS, () => true) ?? [];
    expect(other?.id).toBe(one?.id);
    first.note(news('a', 'resolved', 5 * SECOND_MS), ['ops']);
    const [end] = first.due(7 * SECOND_MS, () => true);
    expect(end).toMatchObject({ kind: 'resolved', threads: [one?.id] });
    expect(end?.id).not.toBe(one?.id);
  });

  it('of what gets worse while its beginning waits are one', () => {
    const plan = notifier();
    plan.note(news('a', 'opened', 0), ['ops']);
    plan.note(news('a', 'worse', 500), ['ops']);
    expect(run(plan, 0, 10 * SECOND_MS)).toEqual(['0.5 opened 1']);
    plan.note(news('a', 'worse', 20 * SECOND_MS), ['ops']);
    expect(run(plan, 20 * SECOND_MS, 30 * SECOND_MS)).toEqual(['20.5 worse 1']);
  });

  it('are not more a minute than the channel takes: what is more is told together', () => {
    const plan = notifier({ mostPerMinute: 2 });
    const told = run(plan, 0, 80 * SECOND_MS, (nowMs) => {
      if (nowMs % (5 * SECOND_MS) === 0 && nowMs < 40 * SECOND_MS)
        plan.note(news(`${nowMs}`, 'opened', nowMs), ['ops']);
    });
    expect(told).toEqual(['0.5 opened 1', '5.5 opened 1', '60.5 opened 6']);
  });

  it('come as a digest where that is wanted', () => {
    const plan = notifier({ digestMs: 10 * MINUTE_MS });
    const told = run(plan, 0, 21 * MINUTE_MS, (nowMs) => {
      if (nowMs % MINUTE_MS === 0) plan.note(news(`${nowMs}`, 'opened', nowMs), ['ops']);
    });
    expect(told.map((each) => each.split(' ')[2])).toEqual(['1', '10', '10']);
  });

  it('come no more often where what is on its way is read anew, as it is every 30 s', () => {
    const pace = new Map([['ops', { ...DEFAULT_PACE, digestMs: 10 * MINUTE_MS }]]);
    let plan = Notifier.begin(pace);
    const told: string[] = [];
    for (let minute = 0; minute < 21; minute++) {
      plan = Notifier.restore(pace, JSON.parse(JSON.stringify(plan.save())) as SavedNotifier) ?? plan;
      if (minute === 0 || minute === 11) plan.note(news(`${minute}`, 'opened', minute * MINUTE_MS), ['ops']);
      if (minute === 1) plan.note(news('0', 'resolved', minute * MINUTE_MS), ['ops']);
      told.push(...run(plan, minute * MINUTE_MS, (minute + 1) * MINUTE_MS - 100));
    }
    expect(told).toEqual(['0.5 opened 1', '600.5 resolved 1', '1200.5 opened 1']);
  });

  it('of an incident that nobody knows any more are ended where they began, and not begun', () => {
    const plan = notifier();
    plan.note(news('gone', 'opened', 0), ['ops']);
    plan.note(news('here', 'opened', 0), ['ops']);
    const [begun] = plan.due(SECOND_MS, () => true);
    plan.note(news('late', 'opened', 2 * SECOND_MS), ['ops']);
    plan.note(news('gone', 'worse', 2 * SECOND_MS), ['ops']);
    plan.leaveOut((id) => id === 'here', 3 * SECOND_MS);
    expect(plan.due(10 * SECOND_MS, () => true)).toEqual([]);
    plan.note(news('here', 'resolved', 20 * SECOND_MS), ['ops']);
    expect(plan.due(21 * SECOND_MS, () => true)).toMatchObject([
      { kind: 'resolved', incidentIds: ['gone', 'here'], threads: [begun?.id] },
    ]);
  });

  it('remind of what nobody takes care of, where that is wanted', () => {
    const plan = notifier({ remindMs: 10 * MINUTE_MS });
    plan.note(news('a', 'opened', 0), ['ops']);
    expect(run(plan, 0, 25 * MINUTE_MS)).toEqual(['1 opened 1', '601 reminder 1', '1201 reminder 1']);
    expect(run(plan, 25 * MINUTE_MS, 60 * MINUTE_MS, undefined, () => false)).toEqual([]);
  });
});

describe('a storm', () => {
  const names = Array.from({ length: 200 }, (_, place) => `host-${place}`);

  /** Hosts that fall silent, or are back, one after another over so long; answers the messages. */
  function storm(
    life: Lifecycle,
    plan: Notifier,
    kind: 'firing' | 'resolved',
    fromMs: number,
    overMs: number,
  ): Outgoing[] {
    const told: Outgoing[] = [];
    for (let nowMs = fromMs; nowMs <= fromMs + overMs + 20 * SECOND_MS; nowMs += 100) {
      names.forEach((name, place) => {
        const atMs = fromMs + Math.floor((place * overMs) / names.length / 100) * 100;
        if (atMs === nowMs) life.take(kind, 'host-silent', host(name), 30, nowMs);
      });
      for (const each of life.settle(nowMs, NOT_QUIET).news) plan.note(each, ['ops']);
      told.push(...plan.due(nowMs, () => true));
    }
    return told;
  }

  it('of 200 hosts that a switch takes away is one message, and one when they return', () => {
    const [life, plan] = [Lifecycle.begin([HOST_SILENT]), notifier()];
    const away = storm(life, plan, 'firing', 0, 4 * SECOND_MS);
    expect(away.map(({ kind, incidentIds }) => [kind, incidentIds.length])).toEqual([['opened', 200]]);
    expect(away[0]?.atMs).toBeLessThanOrEqual(10 * SECOND_MS);
    const back = storm(life, plan, 'resolved', 10 * MINUTE_MS, 40 * SECOND_MS);
    expect(back.map(({ kind, incidentIds }) => [kind, incidentIds.length])).toEqual([['resolved', 200]]);
    expect(back[0]?.threads).toEqual([away[0]?.id]);
  });

  it('of which one host never returns is told to be over for the others', () => {
    const plan = notifier();
    for (const name of names) plan.note(news(name, 'opened', 0), ['ops']);
    run(plan, 0, 30 * SECOND_MS);
    for (const name of names.slice(1)) plan.note(news(name, 'resolved', MINUTE_MS), ['ops']);
    expect(run(plan, MINUTE_MS, 10 * MINUTE_MS)).toEqual(['360 partly resolved 199']);
    plan.note(news('host-0', 'resolved', 20 * MINUTE_MS), ['ops']);
    expect(run(plan, 20 * MINUTE_MS, 21 * MINUTE_MS)).toEqual(['1200.5 resolved 1']);
  });

  it('that does not end is told nevertheless', () => {
    const plan = notifier();
    const told = run(plan, 0, 30 * SECOND_MS, (nowMs) => {
      if (nowMs <= 20 * SECOND_MS) plan.note(news(`${nowMs}`, 'opened', nowMs), ['ops']);
    });
    expect(told).toEqual(['15 opened 151', '23 opened 50']);
  });
});
