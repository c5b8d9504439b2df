const OF_TRAFFIC = ['interface', 'container', 'network', 'service', 'stack', 'workload', 'host', 'fleet'] as const;
/** What a rule can watch one by one. A level that is not an interface is the sum of the interfaces that count for it, or what is told of it. */
export const LEVELS = [...OF_TRAFFIC, 'quota'] as const;
export type Level = (typeof LEVELS)[number];

const OF_STATE: readonly Level[] = ['container', 'host'];
const OF_LINK: readonly Level[] = ['interface', 'host'];
const OF_HOST: readonly Level[] = ['host'];
const OF_QUOTA: readonly Level[] = ['quota'];
const OF_SERIES: readonly Level[] = ['interface', 'container', 'network', 'host'];

/** A figure that a rule can set a limit to. */
export interface Figure {
  readonly unit: 'B/s' | '/s' | '%' | 'ms' | 's' | 'days' | 'B' | '';
  /** What it is known of. */
  readonly levels: readonly Level[];
  /** What a sentence calls it. */
  readonly name: string;
}

const traffic = (unit: 'B/s' | '/s', name: string): Figure => ({ unit, levels: OF_TRAFFIC, name });

/** Every figure that rules know. What is not known of something at a moment is NaN there, and never breaks a rule. */
export const FIGURES = {
  bytesPerSecond: traffic('B/s', 'traffic both ways'),
  rxBytesPerSecond: traffic('B/s', 'traffic received'),
  txBytesPerSecond: traffic('B/s', 'traffic sent'),
  packetsPerSecond: traffic('/s', 'packets both ways'),
  rxPacketsPerSecond: traffic('/s', 'packets received'),
  txPacketsPerSecond: traffic('/s', 'packets sent'),
  errorsPerSecond: traffic('/s', 'errors both ways'),
  rxErrorsPerSecond: traffic('/s', 'errors receiving'),
  txErrorsPerSecond: traffic('/s', 'errors sending'),
  droppedPerSecond: traffic('/s', 'drops both ways'),
  rxDroppedPerSecond: traffic('/s', 'drops receiving'),
  txDroppedPerSecond: traffic('/s', 'drops sending'),
  utilisationPercent: { unit: '%', levels: OF_LINK, name: 'use of the link, the busier way' },
  rxUtilisationPercent: { unit: '%', levels: OF_LINK, name: 'use of the link, receiving' },
  txUtilisationPercent: { unit: '%', levels: OF_LINK, name: 'use of the link, sending' },
  tcpSegmentsPerSecond: { unit: '/s', levels: OF_STATE, name: 'TCP segments sent' },
  tcpRetransmitsPerSecond: { unit: '/s', levels: OF_STATE, name: 'TCP segments sent again' },
  tcpResetsPerSecond: { unit: '/s', levels: OF_STATE, name: 'TCP resets sent' },
  udpBufferErrorsPerSecond: { unit: '/s', levels: OF_STATE, name: 'UDP datagrams lost in full buffers' },
  cpuPercent: { unit: '%', levels: OF_STATE, name: 'CPU' },
  memoryPercent: { unit: '%', levels: OF_STATE, name: 'memory' },
  memoryBytes: { unit: 'B', levels: OF_STATE, name: 'memory' },
  loadPerCore: { unit: '', levels: OF_HOST, name: 'load a core, 5 minutes' },
  softnetDroppedPerSecond: { unit: '/s', levels: OF_HOST, name: 'packets that the kernel had no time for' },
  conntrackPercent: { unit: '%', levels: OF_HOST, name: 'tracked connections, of the most' },
  natsLatencyMilliseconds: { unit: 'ms', levels: OF_HOST, name: 'round trip to NATS' },
  peerLatencyMilliseconds: { unit: 'ms', levels: OF_HOST, name: 'connect to the slowest peer' },
  failingCollectors: { unit: '', levels: OF_HOST, name: 'collectors that fail' },
  ingestLagSeconds: { unit: 's', levels: ['fleet'], name: 'samples that wait to be stored' },
  silentSeconds: { unit: 's', levels: ['interface', 'host', 'fleet'], name: 'time since the last sample' },
  anomalyScore: { unit: '', levels: OF_SERIES, name: 'anomaly score' },
  novelty: { unit: '', levels: OF_SERIES, name: 'novelty' },
  deviation: { unit: '', levels: OF_SERIES, name: 'deviation' },
  quotaUsedPercent: { unit: '%', levels: OF_QUOTA, name: 'use of the quota' },
  quotaExpectedPercent: { unit: '%', levels: OF_QUOTA, name: 'use of the quota expected by the end of its cycle' },
  daysUntilFull: { unit: 'days', levels: OF_LINK, name: 'time until the link is full' },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof FIGURES;

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** What is known of a figure. */
export function figureOf(name: FigureName): Figure {
  return FIGURES[name];
}
