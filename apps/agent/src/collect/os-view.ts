import type { NetworkInterfaceInfo } from 'node:os';
import type { HostView } from '../discover/host-view.js';
import type { SysInterface } from '../discover/sys-net.js';
import { classifyOs } from '../platform/classify-os.js';
import type { PlatformInterface } from '../platform/platform-row.js';

/** Nothing is known of the host's interfaces. */
export const NO_VIEW: HostView = {
  interfaces: new Map(),
  classes: new Map(),
  defaultRoute: null,
  addresses: { routes: [], addresses: new Map() },
};

/** The host's interfaces as its system tells of them; `addresses` is what `os.networkInterfaces()` answers. */
export function osView(
  platform: NodeJS.Platform,
  interfaces: readonly PlatformInterface[],
  addresses: NodeJS.Dict<NetworkInterfaceInfo[]>,
): HostView {
  const byName = Object.entries(addresses).map(([name, infos]) => [name, addressesOf(infos ?? [])] as const);
  return {
    interfaces: new Map(interfaces.map((each) => [each.name, toSysInterface(each)])),
    classes: new Map(interfaces.map((each) => [each.name, classifyOs(platform, each)])),
    defaultRoute: null,
    addresses: { routes: [], addresses: new Map(byName) },
  };
}

function addressesOf(infos: readonly NetworkInterfaceInfo[]): string[] {
  return infos.map(({ address }) => address);
}

function toSysInterface({ hardware, ...told }: PlatformInterface): SysInterface {
  return {
    ...told,
    hasDevice: hardware,
    ...{ iflink: null, type: null, devtype: null, master: null },
    ...{ isBridge: false, isTun: false, hasLower: false },
  };
}
