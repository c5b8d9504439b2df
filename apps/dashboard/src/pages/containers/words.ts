import { shortName } from '../../format/name.js';
import { describeValue } from '../../format/unit.js';

/** What is needed to say where a container belongs. */
export interface Placed {
  readonly stack: string | null;
  readonly service: string | null;
  readonly podNamespace: string | null;
  readonly pod: string | null;
  readonly workload: string | null;
}

/** What a container is part of, for people, and the page of that; null where it stands alone. */
export function belongsTo({ stack, service, podNamespace, workload }: Placed): {
  readonly kind: 'stack' | 'service' | 'workload';
  readonly id: string;
  readonly name: string;
} | null {
  if (workload) {
    const id = `${podNamespace ?? ''}/${workload}`;
    return { kind: 'workload', id, name: id };
  }
  if (stack && service) return { kind: 'service', id: `${stack}/${service}`, name: `${stack}/${service}` };
  return stack ? { kind: 'stack', id: stack, name: stack } : null;
}

/** A container's name, and its image below it. */
export function containerTitle({ name, image, pod }: { name: string; image: string | null; pod: string | null }): {
  readonly title: string;
  readonly detail: string;
} {
  return { title: pod ? `${pod}/${shortName(name)}` : shortName(name), detail: image ?? 'image not told' };
}

/** CPU time of a container: `12 % of a core`, `2.5 cores`. */
export function describeCores(cpuPercent: number): string {
  if (cpuPercent >= 99.5) return `${(cpuPercent / 100).toFixed(1)} cores`;
  return describeValue(cpuPercent, 'percent');
}

/** The interfaces whose traffic is the container's own: none where it shares its host's network. */
export function trafficIds(container: {
  readonly hostNetwork: boolean;
  readonly interfaces: readonly { readonly id: string; readonly class: string | null }[];
}): string[] {
  if (container.hostNetwork) return [];
  return container.interfaces.filter((each) => each.class !== 'LOOPBACK').map(({ id }) => id);
}
