import type { InterfaceClass } from '@weir/model';
import type { PlatformInterface } from './platform-row.js';

/** The first pattern that fits gives the class. */
const DARWIN_CLASSES: readonly (readonly [RegExp, InterfaceClass])[] = [
  [/^lo\d+$/, 'loopback'],
  [/^en\d+$/, 'uplink'],
  [/^bridge\d+$/, 'bridge'],
  [/^vlan\d+$/, 'vlan'],
  [/^(utun|ipsec|ppp|gif|stf|tun|tap)\d+$/, 'tunnel'],
];

/**
 * The class of an interface of macOS by its name, since names there are given by kind; on Windows, where people choose
 * names, by whether there is a device behind it.
 */
export function classifyOs(platform: NodeJS.Platform, { name, hardware }: PlatformInterface): InterfaceClass {
  if (platform !== 'darwin') return hardware ? 'uplink' : 'virtual';
  return DARWIN_CLASSES.find(([pattern]) => pattern.test(name))?.[1] ?? 'virtual';
}
