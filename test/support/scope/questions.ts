import type { MarkedHost } from './marked-host.js';
import type { MarkedRows } from './marked-rows.js';

/** Two marked hosts, and what is stored of them; who asks sees the first alone. */
export interface Marked {
  readonly own: MarkedHost & MarkedRows;
  readonly hidden: MarkedHost & MarkedRows;
}

const text = (value: unknown): string => JSON.stringify(value);

/** A moment some minutes ago or ahead, as GraphQL takes it. */
const at = (minutes: number): string => text(new Date(Date.now() + minutes * 60_000).toISOString());
const range = (): string => `from: ${at(-10)}, to: ${at(1)}`;

/** How each field of Query is asked, one text of arguments each; a field that is not here is one that nobody thought of. */
export function questionsOf({ own, hidden }: Marked): Readonly<Record<string, readonly string[]>> {
  const both = [own, hidden];
  // What names few hosts may cost more of each.
  const named = `filter: { hosts: ${text(both.map(({ id }) => id))} }`;
  const lists = (more: string, ...orders: string[]): string[] => [
    `(first: 5${more})`,
    `(first: 5${more}, filter: { hosts: [${text(hidden.id)}], includeGone: true })`,
    `(first: 5${more}, filter: { text: ${text(hidden.marker)} })`,
    `(first: 5${more}, filter: { host: { ne: "nobody" }, container: { glob: "*" } })`,
    ...orders.map((by) => `(first: 5${more}, sort: { by: ${by}, direction: DESCENDING })`),
  ];
  const byId = (...ids: string[]): string[] => ids.map((id) => `(id: ${text(id)})`);
  const groups = (head: string, more = ''): string[] => [
    `(input: { ${head} ${named}, groupBy: [HOST, NETWORK, CONTAINER, INTERFACE] ${more} })`,
    `(input: { ${head} ${named}, groupBy: [STACK, SERVICE, WORKLOAD], groupByLabels: ["team"] ${more} })`,
    `(input: { ${head} groupBy: [HOST], filter: { host: { glob: "*" } } ${more} })`,
    `(input: { ${head} groupBy: [ALL] ${more} })`,
    ...both.map(({ netIds }) => `(input: { ${head} interfaces: ${text(netIds)} ${more} })`),
  ];
  const states = (more: string, who: string, id: (host: MarkedHost) => string): string[] => [
    `(input: { ${range()}, ${named} ${more} })`,
    `(input: { ${range()}, filter: {} ${more} })`,
    ...both.map((host) => `(input: { ${range()}, ${who}: [${text(id(host))}] ${more} })`),
  ];
  const RATES = ['BYTES_PER_SECOND', 'RX_BYTES_PER_SECOND', 'PACKETS_PER_SECOND'];
  const line = ({ netIds }: MarkedHost): string => `interface: ${text(netIds[0])}, counter: RX_BYTES`;
  return {
    averages: groups(''),
    capacity: ['(first: 2)', ...both.map(({ netIds }) => `(interface: ${text(netIds[0])})`)],
    collection: [''],
    system: [''],
    events: lists('', ...[]),
    fleetRates: [''],
    hosts: lists('', 'NAME', 'CPU', 'MEMORY', ...RATES),
    host: byId(own.id, hidden.id),
    interfaces: lists('', 'HOST', 'UTILISATION', ...RATES),
    interface: byId(...own.netIds, ...hidden.netIds),
    containers: lists('', 'NAME', 'CPU', 'MEMORY', ...RATES),
    container: byId(own.containerId, hidden.containerId),
    networks: lists('', 'NAME', ...RATES),
    network: byId(`${own.id}/${own.networkId}`, `${hidden.id}/${hidden.networkId}`),
    stacks: lists(''),
    services: lists(''),
    workloads: lists(''),
    jobs: ['(first: 5)', `(first: 5, reportId: ${text(hidden.reportId)})`],
    job: byId(own.jobId, hidden.jobId),
    reports: [''],
    savedReport: byId(own.reportId, hidden.reportId),
    report: [
      `(input: { kind: FLEET, ${range()} })`,
      ...both.map(({ id }) => `(input: { kind: HOST, host: ${text(id)}, ${range()} })`),
      ...both.map(({ id }) => `(input: { kind: CHANGES, filter: { hosts: [${text(id)}] }, ${range()} })`),
      ...both.map(({ marker }) => `(input: { kind: CHANGES, filter: { text: ${text(marker)} }, ${range()} })`),
    ],
    search: [
      own.marker,
      hidden.marker,
      hidden.marker.slice(0, -1),
      `${own.address}.1`,
      `${hidden.address}.1`,
      hidden.id,
    ]
      .concat(`${hidden.address}.0/24`, hidden.containerId.slice(0, 12), 'web', '1', 'team', hidden.netIds[0])
      .map((sought) => `(text: ${text(sought)}, first: 5)`),
    series: groups(`${range()}, points: 10,`),
    trend: both.map((host) => `(input: { ${range()}, ${line(host)} })`),
    correlation: both.map((host) => `(input: { ${range()}, one: { ${line(own)} }, other: { ${line(host)} } })`),
    forecast: both.map((host) => `(input: { ${line(host)}, hours: 2 })`),
    baseline: both.map(({ netIds }) => `(interface: ${text(netIds[0])}, ${range()})`),
    patterns: [...lists('', 'STARTED', 'HOST'), `(entities: [${text(hidden.containerId)}, ${text(hidden.id)}])`],
    pattern: byId(own.patternId, hidden.patternId),
    quotas: [''],
    quota: byId(own.quotaId, hidden.quotaId),
    percentile: [
      `(input: { subject: { kind: FLEET }, ${range()} })`,
      ...both.map(({ id }) => `(input: { subject: { kind: HOST, host: ${text(id)} }, ${range()} })`),
    ],
    patternHours: ['', `(filter: { hosts: [${text(hidden.id)}] })`],
    analysis: [''],
    hostSeries: states(', points: 5', 'hosts', ({ id }) => id),
    containerSeries: states(', points: 5', 'containers', ({ containerId }) => containerId),
    protocolSeries: states(', points: 5', 'hosts', ({ id }) => id),
    latencySeries: [
      ...states(', points: 5', 'hosts', ({ id }) => id),
      `(input: { ${range()}, filter: {}, peers: [${text(hidden.id)}] })`,
    ],
    storage: [''],
    totals: groups(`${range()},`),
    top: groups(`${range()},`, ', count: 10'),
    alertSummary: [''],
    alerts: [
      ...['(first: 5)', '(first: 5, states: [PENDING, FIRING, ACKNOWLEDGED])', `(text: ${text(hidden.marker)})`],
      ...[`(host: ${text(hidden.id)})`, `(rules: [${text(hidden.ruleId)}])`, `(incident: ${text(hidden.incidentId)})`],
      ...['(filter: { container: { glob: "*" } })', `(filter: { text: ${text(hidden.marker)} })`],
    ],
    alertRules: [''],
    alertRule: byId(own.ruleId, hidden.ruleId),
    alertRulesYaml: [''],
    alertFigures: [''],
    changeKinds: [''],
    previewAlertRule: ['HOST', 'CONTAINER'].map(
      (per) => `(rule: { name: "x", per: ${per}, threshold: { figure: "rxBytesPerSecond", above: 0 } }, days: 1)`,
    ),
    channels: [''],
    channelKinds: [''],
    deliveries: ['(first: 5)', `(channel: ${text(hidden.channel)})`],
    incidents: ['(first: 5)', `(text: ${text(hidden.marker)})`, '(open: true)'],
    incident: byId(own.incidentId, hidden.incidentId),
    silences: ['', '(over: true)'],
    maintenanceWindows: [''],
    timeline: [...lists(''), '(kinds: [DEPLOY])', '(kinds: [ANNOTATION])'],
    timelineMarks: [`(${range()})`, `(${range()}, filter: { hosts: [${text(hidden.id)}] })`],
    beforeAndAfter: [`(at: ${at(-1)})`, `(at: ${at(-1)}, host: ${text(hidden.id)})`],
    me: [''],
    users: [''],
    tokens: ['', '(ofAll: true)'],
    sessions: ['', '(ofAll: true)'],
    audit: ['(first: 5)'],
    joinTokens: [''],
    enrolments: [''],
  };
}

/** Arguments of fields below the root, by `Type.field`, where they need some. */
export const NESTED_ARGUMENTS: Readonly<Record<string, string>> = {};
