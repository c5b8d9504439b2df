import type { Finding, PatternClass } from './finding.js';
import { bytesText, clockText, durationText, numberText, percentText, spanText } from './wording.js';

const DAY_SECONDS = 86_400;
const WEEK_HOURS = 168;
/** So far from its usual size a run is worth a word. */
const MUCH_MORE = 1.3;
const MUCH_LESS = 0.77;

/** What the finding is on, in the reader's words. */
export interface Names {
  /** The lowest entity that explains it: a container, or an interface. */
  readonly subject: string;
  readonly host: string;
  /** What was changed, for a step after a change. */
  readonly change?: string;
  /** IANA name, for times of day; UTC where it is not given. */
  readonly timeZone?: string;
}

interface Told {
  readonly who: string;
  readonly when: string;
  readonly zone: string;
  readonly change: string;
  readonly finding: Finding;
  readonly figure: (name: string) => number;
}

/** One sentence that a person understands, with units; the same for the same finding. */
export function sentence(finding: Finding, names: Names): string {
  const zone = names.timeZone ?? 'UTC';
  const told: Told = {
    who: names.subject === names.host ? `\`${names.host}\`` : `\`${names.subject}\` on ${names.host}`,
    when: spanText(finding.startMs, finding.endMs, zone),
    zone,
    change: names.change ?? 'a recorded change',
    finding,
    figure: (name) => finding.evidence[name] ?? NaN,
  };
  const text = SENTENCES[finding.class](told);
  return finding.strength === 0 ? `${text} It did not last, and is taken back.` : text;
}

const SENTENCES: Readonly<Record<PatternClass, (told: Told) => string>> = {
  burst: (told) =>
    `${told.who} ${moved(told)} ${told.when}, at up to ${rate(told, 'peakBytesPerSecond')}${timesUsual(told)}${repeated(told)}.`,
  outage: (told) =>
    `${told.who} carried nothing ${told.when}, where ${rate(told, 'usualBytesPerSecond')} is usual${repeated(told)}.`,
  drop: (told) =>
    `${told.who} fell to ${percentText(told.figure('lowestShare'))} of its usual ${rate(told, 'usualBytesPerSecond')} ${told.when}${repeated(told)}.`,
  'level shift': (told) => `${told.who} ${shifted(told)}.`,
  'step after change': (told) =>
    `${told.who} ${shifted(told)}, just after ${told.change} at ${clockText(told.figure('changeAtMs'), told.zone, false)}.`,
  ramp: (told) =>
    `${told.who} ${told.figure('changeShare') > 0 ? 'rose' : 'fell'} steadily ${told.when}, by about ${percentText(told.figure('changeShareAnHour'))} an hour.`,
  'periodic job': jobSentence,
  seasonality: (told) =>
    `${told.who} follows the ${told.figure('periodHours') === WEEK_HOURS ? 'week' : 'day'}: the hour explains ${percentText(told.figure('explainedShare'))} of how its traffic varies.`,
  'seasonal violation': (told) =>
    `${told.who} carried ${told.figure('deviations') > 0 ? 'more' : 'less'} than this hour of the week usually does ${told.when}, ${numberText(Math.abs(told.figure('deviations')))} times its usual spread away from ${rate(told, 'usualBytesPerSecond')}.`,
  'asymmetric flip': (told) =>
    `${told.who} turned round ${told.when}: it ${told.figure('inToOut') > 1 ? 'received' : 'sent'} ${times(Math.max(told.figure('inToOut'), 1 / told.figure('inToOut')))} what it ${told.figure('inToOut') > 1 ? 'sent' : 'received'}, where usually it is the other way about.`,
  'fan-out': (told) =>
    `${told.who} ${told.figure('isOutgoing') === 1 ? 'sent' : 'received'} ${numberText(told.figure('packetsPerSecond'))} packets/s of ${numberText(told.figure('bytesPerPacket'))} bytes ${told.when}, ${times(told.figure('timesUsualPackets'))} the usual number, and hardly any came ${told.figure('isOutgoing') === 1 ? 'back' : 'from it'}: as of a scan.`,
  'one-way flood': (told) =>
    `${told.who} was flooded ${told.when}: it ${told.figure('isOutgoing') === 1 ? 'sent' : 'received'} ${times(told.figure('timesUsualOneWay'))} its usual rate while the other way stayed as it was.`,
  'error storm': (told) =>
    `${told.who} had ${numberText(told.figure('errors'))} errors ${told.when}: ${percentText(told.figure('errorRatio'))} of its packets, where ${percentText(told.figure('usualErrorRatio'))} or less is usual.`,
  saturation: (told) =>
    `${told.who} filled its link to ${percentText(told.figure('shareOfCapacity'))} ${told.figure('isOutgoing') === 1 ? 'outward' : 'inward'} ${told.when}${dropped(told)}.`,
  'saturation ahead': (told) =>
    `${told.who} is on its way to ${percentText(told.figure('shareOfCapacity'))} of its link by ${clockText(told.finding.startMs, told.zone, false)}.`,
  flapping: (told) =>
    `${told.who} stopped and came back again and again ${told.when}: ${numberText(told.figure('turns'))} turns between nothing and its usual ${rate(told, 'usualBytesPerSecond')}.`,
  stuck: (told) =>
    `${told.who} shows exactly ${rate(told, 'bytesPerSecond')} in ${numberText(told.figure('samples'))} samples ${told.when}, where it varied before: its counter may be stuck.`,
};

/** `backup` on web-3 sent 4.2 GB between 02:00 and 02:14, as on the 6 nights before, 3 times its usual size. */
function jobSentence(told: Told): string {
  const { who, figure, zone } = told;
  const period = figure('periodSeconds');
  const cadence = Math.abs(period - DAY_SECONDS) < DAY_SECONDS / 20 ? 'day' : durationText(period);
  const lastStartMs = figure('lastStartMs');
  if (figure('missedInARow') > 0) return `${who} did not do what it does every ${cadence}: a run is missing.`;
  if (!(lastStartMs > 0))
    return `${who} does the same every ${cadence}, about ${bytesText(figure('usualBytesARun'))} a run.`;
  const runs = figure('runs') - 1;
  const unit = cadence === 'day' ? unitOfDay(lastStartMs, zone) : `runs`;
  const before = cadence === 'day' ? `as on the ${runs} ${unit} before` : `as every ${cadence}, ${runs} ${unit} before`;
  const span = spanText(lastStartMs, figure('lastEndMs'), zone);
  return `${who} ${verb(1 - figure('sentShare'), figure('sentShare'))} ${bytesText(figure('lastBytes'))} ${span}, ${before}${size(figure('timesUsual'))}.`;
}

function unitOfDay(atMs: number, zone: string): string {
  const hour = Number(clockText(atMs, zone, false).slice(0, 2));
  return hour < 6 || hour >= 21 ? 'nights' : 'days';
}

function size(timesUsual: number): string {
  if (timesUsual > MUCH_MORE) return `, ${times(timesUsual)} its usual size`;
  return timesUsual < MUCH_LESS ? `, only ${percentText(timesUsual)} of its usual size` : '';
}

function times(value: number): string {
  return `${numberText(value)} times`;
}

/** Nothing where nothing is usual. */
function timesUsual({ figure }: Told): string {
  const usual = figure('usualBytesPerSecond');
  return usual > 0 ? `, ${times(figure('peakBytesPerSecond') / usual)} its usual rate` : ', where nothing is usual';
}

function rate({ figure }: Told, name: string): string {
  return `${bytesText(figure(name))}/s`;
}

/** Which way most of it went. */
function verb(received: number, sent: number): 'received' | 'sent' | 'moved' {
  if (received > 2 * sent) return 'received';
  return sent > 2 * received ? 'sent' : 'moved';
}

function moved({ figure }: Told): string {
  const [received, sent] = [figure('rxBytes') || 0, figure('txBytes') || 0];
  const way = verb(received, sent);
  const bytes = { received, sent, moved: received + sent }[way];
  return `${way} ${bytesText(bytes)}`;
}

function shifted({ figure, finding, zone }: Told): string {
  const [before, after] = [figure('levelBefore'), figure('levelAfter')];
  const at = clockText(finding.startMs, zone, false);
  return `${after > before ? 'rose' : 'fell'} from ${bytesText(before)}/s to ${bytesText(after)}/s at ${at} and stays there`;
}

function repeated({ figure }: Told): string {
  const repeats = figure('repeats');
  return repeats > 0 ? `, ${numberText(repeats + 1)} times over` : '';
}

function dropped({ figure }: Told): string {
  const packets = figure('droppedPackets');
  return packets > 0 ? `, and dropped ${numberText(packets)} packets` : '';
}
