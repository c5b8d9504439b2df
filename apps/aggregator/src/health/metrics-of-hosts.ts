/** Totals of hosts; those of networks and services are of all hosts together. */
const TOTALS = 'weir_host_';
const HOST_ID = /[{,]host_id="([^"]*)"/;

/** What of metrics in Prometheus' text format is of one of these hosts, by their ids: totals, and nothing of the process. */
export function metricsOfHosts(metrics: string, hosts: ReadonlySet<string>): string {
  const isSeen = (line: string): boolean => {
    if (line.startsWith('# ')) return line.split(' ')[2]?.startsWith(TOTALS) ?? false;
    return line.startsWith(TOTALS) && hosts.has(HOST_ID.exec(line)?.[1] ?? '');
  };
  const lines = metrics.split('\n').filter(isSeen);
  return lines.map((line) => `${line}\n`).join('');
}
