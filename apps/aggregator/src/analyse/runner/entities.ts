import type { PatternClass } from '../pattern/finding.js';
import type { AnalysedHost, AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import type { PatternEntity } from '../../store/patterns/pattern-row.js';
import type { Slot } from './slot.js';

/** What these tell of is the link itself, whatever it belongs to. */
const OF_THE_LINK: ReadonlySet<PatternClass> = new Set(['saturation', 'saturation ahead', 'error storm', 'stuck']);

/** Finds out what people call that which an interface counts: a container, a network, the host, or the interface itself. */
export class Entities {
  private readonly containers: ReadonlyMap<string, PatternEntity>;
  private readonly networks: ReadonlyMap<string, PatternEntity>;
  private readonly host: PatternEntity;
  private readonly uplinks: number;

  constructor({ id, name, interfaces, containers, networks }: AnalysedHost) {
    this.containers = new Map(containers.map((each) => [each.namespace, entity('container', each.id, each.name)]));
    this.networks = new Map(
      networks.flatMap((each) => (each.bridge === null ? [] : [[each.bridge, entity('network', each.id, each.name)]])),
    );
    this.host = entity('host', id, name);
    this.uplinks = interfaces.filter(({ isUplink }) => isUplink).length;
  }

  /** Says what an interface counts; what was known of it stays where that has gone, so that its patterns keep their name. */
  describe(slot: Slot): void {
    const { told } = slot;
    const thing = this.thingOf(told);
    const isOneOfSeveral = told.isUplink && this.uplinks > 1;
    slot.isLeft = told.class === 'container' && thing === null && slot.thing !== null;
    slot.thing = isOneOfSeveral ? null : (thing ?? slot.thing);
  }

  private thingOf({ class: name, namespace, isUplink, key }: AnalysedInterface): PatternEntity | null {
    if (name === 'container') return this.containers.get(namespace ?? '') ?? null;
    if (isUplink) return this.uplinks === 1 ? this.host : null;
    return this.networks.get(key) ?? null;
  }
}

/** What a pattern of an interface is on. */
export function entityOf({ told, thing }: Slot, patternClass: PatternClass): PatternEntity {
  const isOfLink = told.class !== 'container' && OF_THE_LINK.has(patternClass);
  return isOfLink || thing === null ? entity('interface', told.netId, told.name) : thing;
}

function entity(kind: PatternEntity['kind'], key: string, name: string): PatternEntity {
  return { kind, key, name };
}
