import type { HostView } from './host-view.js';

/** The interfaces that make up the host's total. */
export function uplinksOf({ classes, defaultRoute }: Pick<HostView, 'classes' | 'defaultRoute'>): string[] {
  if (classes.size === 0) return defaultRoute === null ? [] : [defaultRoute];
  return [...classes].flatMap(([name, kind]) => (kind === 'uplink' ? [name] : []));
}
