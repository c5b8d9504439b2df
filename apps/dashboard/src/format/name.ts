/** What is needed to call an interface by a name that people know. */
export interface NamedInterface {
  readonly name: string;
  readonly class: string | null;
  readonly network: { readonly name: string } | null;
  readonly containers: readonly NamedContainer[];
}

/** What is needed to call containers by what people know them as. */
export interface NamedContainer {
  readonly name: string;
  readonly pod: string | null;
}

/** The name and what tells it apart: a container and its network, or an interface of the host. */
export interface DisplayName {
  readonly title: string;
  readonly detail: string;
}

const CLASS_WORDS: Record<string, string> = {
  UPLINK: 'uplink',
  BOND_MEMBER: 'bond member',
  VLAN: 'VLAN',
  BRIDGE: 'bridge',
  VETH: 'veth',
  TUNNEL: 'tunnel',
  LOOPBACK: 'loopback',
  CONTAINER: 'container',
  VIRTUAL: 'virtual',
};

/** The class in words; `unknown` until the inventory has told it. */
export function className(interfaceClass: string | null): string {
  return interfaceClass === null ? 'unknown' : (CLASS_WORDS[interfaceClass] ?? interfaceClass.toLowerCase());
}

/** `web` on `shop_default` for a container's interface, `eth0` and its class for the host's. */
export function displayName(iface: NamedInterface): DisplayName {
  if (iface.containers.length === 0) {
    const network = iface.network ? `${className(iface.class)} of ${iface.network.name}` : className(iface.class);
    return { title: iface.name, detail: network };
  }
  return { title: sharersName(iface.containers), detail: iface.network?.name ?? iface.name };
}

/** Containers that share a network: by their pod, else by all their names. */
export function sharersName(containers: readonly NamedContainer[]): string {
  const [first] = containers;
  if (first?.pod && containers.every(({ pod }) => pod === first.pod)) return first.pod;
  return containers.map(({ name }) => shortName(name)).join(' + ');
}

/** Container ids are 64 hexadecimal digits; twelve are what Docker shows. */
export function shortName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}
