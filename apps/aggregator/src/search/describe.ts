import type { Entry, Place } from './entries.js';

/** What all of a name are, and where: `image of 12 containers on 3 hosts`. */
export function describe({ kind, places, present }: Entry): string {
  const there = [...places].filter(({ subject }) => present === 0 || !subject.isGone);
  const containers = there.reduce((sum, { subject }) => sum + subject.containers, 0);
  const [only, ...more] = new Map(there.map(({ host }) => [host.hostId, host.hostName])).values();
  const hosts = more.length === 0 ? only : `${more.length + 1} hosts`;
  const where = kind === 'label' && containers === 0 ? `of ${hosts}` : `on ${hosts}`;
  const what = containers === 0 ? kind : `${kind} of ${counted(containers)}`;
  return `${what} ${where}${present === 0 ? ', gone' : ''}`;
}

/** What a thing is, and where: `interface of shop-web-1 on web-3`. */
export function whereOf({ subject, host }: Place): string {
  const { kind, owner, isGone } = subject;
  if (kind === 'host') return `host with ${counted(host.containers)}`;
  return `${kind}${owner === null ? '' : ` of ${owner}`} on ${host.hostName}${isGone ? ', gone' : ''}`;
}

function counted(containers: number): string {
  return `${containers} ${containers === 1 ? 'container' : 'containers'}`;
}
