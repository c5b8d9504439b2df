import { expect, it } from '@jest/globals';
import type { ListedAlert } from '../../../query/alerts/alert.js';
import { AlertSums } from './alert-sums.js';

const SUBJECT = { level: 'host', key: 'a', name: 'alpha', hostId: 'a', hostName: 'alpha' };
const alert = (more: { fired: number; over?: number; seen?: number; host?: string | null }): ListedAlert => ({
  ...{
    id: 'x',
    ruleId: 'cpu',
    hostId: 'a',
    severity: 'warning',
    state: 'resolved',
    since: new Date(0),
    resolution: null,
  },
  ...{ value: null, sentence: '', incidentId: null, silencedBy: null, inhibitedBy: null },
  subject: {
    ...{ ...SUBJECT, network: null, service: null, containerId: null },
    hostName: more.host === undefined ? 'alpha' : more.host,
  },
  firedAt: new Date(more.fired * 1_000),
  resolvedAt: more.over === undefined ? null : new Date(more.over * 1_000),
  acknowledged: more.seen === undefined ? null : { by: 'ann', atMs: more.seen * 1_000, note: '' },
});

it('counts what fired within the range, and how soon it was seen and over', () => {
  const sums = new AlertSums({ fromMs: 100_000, toMs: 200_000 });
  // Before and into it; within it; until its end and on; it lasts.
  sums.add(alert({ fired: 50, over: 110 }));
  sums.add(alert({ fired: 120, over: 130, seen: 124, host: 'beta' }));
  sums.add(alert({ fired: 190, over: 300, seen: 192 }));
  sums.add(alert({ fired: 180, host: null }));
  expect(sums.all).toMatchObject({
    ...{ count: 4, firingSeconds: 10 + 10 + 10 + 20, acknowledgedCount: 2, resolvedCount: 3, openCount: 1 },
    ...{ meanSecondsToAcknowledge: 3, meanSecondsToResolve: 60 },
  });
  expect([...sums.byHost].map(([host, { count }]) => [host, count])).toEqual([
    ['alpha', 2],
    ['beta', 1],
  ]);
  expect(sums.bySeverity.get('warning')?.count).toBe(4);
  expect(new AlertSums({ fromMs: 0, toMs: 1 }).all).toMatchObject({ count: 0, meanSecondsToResolve: null });
});
