import { Evaluator } from '../../apps/aggregator/src/alert/evaluate/evaluator.js';
import { readRule } from '../../apps/aggregator/src/alert/rule/read-rule.js';
import type { Rule } from '../../apps/aggregator/src/alert/rule/rule.js';
import { stopAll } from '../support/reaper.js';
import { feedCost } from './alerts-feed.js';
import { breachToTold } from './alerts-told.js';
import { announce, median, p95, quick, report } from './report.js';

const RULES = 500;
const HOSTS = 1_000;
const SECONDS = quick ? 30 : 600;
const FED_INTERFACES = 20;
const FED_SECONDS = quick ? 6 : 60;
const BREACHES = quick ? 5 : 30;
const FIGURES = [
  'cpuPercent',
  'memoryPercent',
  'errorsPerSecond',
  'packetsPerSecond',
  'silentSeconds',
  'bytesPerSecond',
] as const;
/** Just above what the rules on absence wait for. */
const SILENT_AT_MOST_SECONDS = 31;
/** As many comparisons in the plainest loop there is, so that a noisy machine can be told from a slow evaluator. */
const LOOP_STEPS = RULES * HOSTS;

announce(
  `${RULES} rules, each on one series of each of ${HOSTS} hosts, looked at once a second for ${SECONDS} s, with some thousand beginnings and ends a second. Then ${BREACHES} breaches of a rule that waits for nothing, from the sample being heard to the call of a webhook; and what hosts of ${FED_INTERFACES} interfaces cost whoever feeds the rules.`,
);
const evaluator = new Evaluator(Array.from({ length: RULES }, (_, place) => ruleAt(place)));
const keys = Array.from({ length: HOSTS }, (_, host) => `host-${host}`);
for (let place = 0; place < RULES; place++) evaluator.watch(place, keys);
const columns = evaluator.columnsOf('host');
const slots = keys.map((key) => columns.claim(key));

let seed = 42;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;

const ticksMs: number[] = [];
let [transitions, cpuMicroseconds] = [0, 0];
for (let second = 0; second < SECONDS; second++) {
  feed();
  const before = process.cpuUsage();
  const startedMs = performance.now();
  evaluator.evaluate(second * 1_000);
  transitions += evaluator.transitions().length;
  ticksMs.push(performance.now() - startedMs);
  const { user, system } = process.cpuUsage(before);
  cpuMicroseconds += user + system;
}

const { ms: toldMs, alerting } = await breachToTold(BREACHES);
const fed = await feedCost(alerting.pool, { hosts: HOSTS, interfaces: FED_INTERFACES, seconds: FED_SECONDS });
await alerting.end();
await stopAll();

const fixedMs = fixedLoopMs();
report('alerts', {
  rules: RULES,
  series: RULES * HOSTS,
  cpuPercent: rounded(cpuMicroseconds / SECONDS / 10_000, 2),
  nanosecondsAnEvaluation: rounded((cpuMicroseconds * 1_000) / SECONDS / RULES / HOSTS, 2),
  tickMsP95: rounded(p95(ticksMs), 2),
  timesAFixedLoop: rounded(cpuMicroseconds / 1_000 / SECONDS / fixedMs, 2),
  transitionsASecond: rounded(transitions / SECONDS, 1),
  heapMb: rounded(process.memoryUsage().heapUsed / 1e6, 0),
  breaches: toldMs.length,
  breachToSentMedianMs: Math.round(median(toldMs)),
  breachToSentP95Ms: Math.round(p95(toldMs)),
  fedThings: fed.watched,
  feedCpuPercent: rounded(fed.feedCpuPercent, 1),
  attachCpuSeconds: rounded(fed.attachCpuSeconds, 2),
});

/** Thresholds with and without waiting, shares with a floor, and absences, at limits that few values pass. */
function ruleAt(place: number): Rule {
  const limit = 97 + (place % 30) / 10;
  const conditions = [
    { threshold: { figure: 'cpuPercent', above: limit, clear: limit - 5 }, forSeconds: 5 },
    { threshold: { figure: 'memoryPercent', above: limit } },
    {
      threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 90 },
      keepFiringSeconds: 10,
    },
    { absence: { afterSeconds: 30 } },
    { threshold: { figure: 'bytesPerSecond', above: 1e9 }, forSeconds: 60 },
  ];
  const read = readRule({
    id: `rule-${place}`,
    name: `Rule ${place}`,
    per: 'host',
    ...conditions[place % conditions.length],
  });
  if (!read.ok) throw new Error(JSON.stringify(read.refusals));
  return read.rule;
}

function feed(): void {
  for (const figure of FIGURES) {
    const column = columns.column(figure);
    const most = figure === 'silentSeconds' ? SILENT_AT_MOST_SECONDS : 100;
    for (const slot of slots) column[slot] = random() * most;
  }
}

function fixedLoopMs(): number {
  const values = Float64Array.from({ length: HOSTS }, random);
  const once = (): number => {
    let sum = 0;
    const before = process.cpuUsage();
    for (let step = 0; step < LOOP_STEPS; step++) if ((values[step % HOSTS] as number) > 0.99) sum += 1;
    const { user, system } = process.cpuUsage(before);
    return sum < 0 ? NaN : (user + system) / 1_000;
  };
  const times = Array.from({ length: 50 }, once).sort((one, other) => one - other);
  return times[25] ?? NaN;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
