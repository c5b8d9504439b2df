import { costOfRange, hostsNamed } from '../../range-cost.js';
import { type Arguments, recordOf } from '../given.js';

const MINUTE_MS = 60_000;
/** Some 20 ms of CPU, as a range that takes as long costs. */
const OF_A_LOOK = 500;
/** All that a rule watches, through a day of minutes. */
const OF_A_DAY = 1_000;
const COUNTERS = 8;

/** What these cost: they read other things than they answer. */
export const ALERT_PRICES: Readonly<Record<string, (asked: Arguments) => number>> = {
  'Query.previewAlertRule': ({ days }) => OF_A_LOOK + OF_A_DAY * Math.max(Number(days), 1),
  'Query.changeKinds': () => OF_A_LOOK,
  // Starts of containers are looked through for deploys.
  'Query.timeline': ({ kinds }) => (!Array.isArray(kinds) || kinds.includes('deploy') ? OF_A_LOOK : 0),
  'Query.timelineMarks': () => 2 * OF_A_LOOK,
  'Query.beforeAndAfter': ({ minutes, host, filter }) =>
    costOfRange({
      ...{ fromMs: 0, toMs: 2 * Number(minutes) * MINUTE_MS, points: null, columns: COUNTERS, isCompared: false },
      ...{ interfaces: null, groups: 1, hosts: typeof host === 'string' ? 1 : hostsNamed(recordOf(filter)) },
    }),
  'Mutation.saveAlertRule': () => OF_A_LOOK,
  'Mutation.importAlertRules': () => OF_A_LOOK,
  'Mutation.testChannel': () => OF_A_LOOK,
};
