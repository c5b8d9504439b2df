import type { ContainerInfo, InterfaceInfo, NetworkInfo } from '@weir/model';
import { cleanText } from './clean-text.js';
import type { Inventory } from './inventory.js';

/** An inventory whose texts do no harm wherever they are shown, and whose texts had to be mended for that. */
export interface CleanInventory {
  readonly inventory: Inventory;
  /** `container 3f2a91bc04de`, `network …`, `interface host/…`. */
  readonly mended: readonly string[];
}

const MAX_NAME = 255;
const MAX_IMAGE = 1_024;
const MAX_LABEL = 1_024;
const SHORT_ID_LENGTH = 12;

/** Mends the texts that others wrote: names, images, labels. Keys and ids stay, since they tell what belongs together. */
export function cleanInventory({ interfaces, containers, networks }: Inventory): CleanInventory {
  const mended: string[] = [];
  const clean = <T>(list: readonly T[], nameOf: (each: T) => string, mend: (each: T, clean: Cleaner) => T): T[] =>
    list.map((each) => {
      let changed = false;
      const result = mend(each, (text, maxLength = MAX_NAME) => {
        const cleaned = cleanText(text, maxLength);
        changed ||= cleaned !== text;
        return cleaned;
      });
      if (!changed) return each;
      mended.push(nameOf(each));
      return result;
    });
  const inventory = {
    interfaces: clean(interfaces, ({ key }) => `interface ${cleanText(key, MAX_NAME)}`, mendInterface),
    containers: clean(containers, ({ id }) => `container ${id.slice(0, SHORT_ID_LENGTH)}`, mendContainer),
    networks: clean(networks, ({ id }) => `network ${id.slice(0, SHORT_ID_LENGTH)}`, mendNetwork),
  };
  return { inventory, mended };
}

type Cleaner = (text: string, maxLength?: number) => string;

function mendInterface(each: InterfaceInfo, clean: Cleaner): InterfaceInfo {
  return { ...each, name: clean(each.name), master: each.master && clean(each.master) };
}

function mendContainer(each: ContainerInfo, clean: Cleaner): ContainerInfo {
  const labels = Object.entries(each.labels).map(([name, value]) => [clean(name), clean(value, MAX_LABEL)]);
  return {
    ...each,
    name: each.name && clean(each.name),
    image: each.image && clean(each.image, MAX_IMAGE),
    stack: each.stack && clean(each.stack),
    service: each.service && clean(each.service),
    pod: each.pod && clean(each.pod),
    podNamespace: each.podNamespace && clean(each.podNamespace),
    workload: each.workload && clean(each.workload),
    labels: Object.fromEntries(labels) as Record<string, string>,
  };
}

function mendNetwork(each: NetworkInfo, clean: Cleaner): NetworkInfo {
  return {
    ...each,
    name: clean(each.name),
    driver: clean(each.driver),
    subnets: each.subnets.map((subnet) => clean(subnet)),
  };
}
