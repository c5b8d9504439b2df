import type { Entry, Place } from './entries.js';

/** What all of a name are, and where: `image of 12 containers on 3 hosts`. A host has each name once. */
export function describe({ kind, places, present }: Entry): string {
  let [containers, hosts, first] = [0, 0, ''];
  for (const { subject, host } of places) {
    if (present > 0 && subject.isGone) continue;
    containers += subject.containers;
    hosts += 1;
    first ||= host.hostName;
  }
  const where = `${kind === 'label' && containers === 0 ? 'of' : 'on'} ${hosts === 1 ? first : `${hosts} hosts`}`;
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
